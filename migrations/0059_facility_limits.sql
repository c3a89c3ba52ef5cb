-- How much of a facility one house may have: in a day, in a calendar month, and of the hours that everybody wants.
alter table facility
    -- Of one house on one day; null: no limit.
    add column most_daily smallint check (most_daily > 0),
    -- Of one house in one calendar month; null: no limit.
    add column most_monthly smallint check (most_monthly > 0),
    -- The hours that everybody wants, in minutes after midnight, and how often one house may have of them in a week
    -- from Monday; null: every hour is alike.
    add column prime_from smallint,
    add column prime_to smallint,
    add column most_prime smallint check (most_prime > 0),
    add constraint facility_prime check (
        num_nulls(prime_from, prime_to, most_prime) = 3
        or (num_nulls(prime_from, prime_to, most_prime) = 0
            and prime_from >= 0 and prime_to > prime_from and prime_to <= 1440));
