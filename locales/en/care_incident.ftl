# Incidents: one event that many houses have.
care-inc-title = Incidents
care-inc-sub = Water off, power out: one piece of news for everybody concerned.
care-inc-going-on = Going on
care-inc-none = No incidents
care-inc-none-text = Open an incident when many houses have one problem.
care-inc-sizes = { $complaints } complaints, { $supporters } residents said me too
care-inc-open = Open incident
care-inc-open-sub = The residents concerned are told at once.
care-inc-open-do = Open and tell residents
care-inc-name = Title
care-inc-name-hint = For example: No water in Block A
care-inc-words = What is known
care-inc-words-hint = What happened and what is being done.
care-inc-expected = Expected end (may stay empty)
care-inc-expected-hint = Local time. Leave it empty when nobody knows.
care-inc-reach = Who is concerned
care-inc-everywhere = All of the complex
care-inc-some-areas = Certain blocks or RT
care-inc-areas = Blocks and RT
care-inc-fault-title = Give a title of 3 to 120 letters.
care-inc-fault-words = Write what is known, 1,000 letters at most; the last news 300 at most.
care-inc-fault-past = The expected end must be later than now.
care-inc-fault-area = One of the areas is not there any more. Reload the page and choose again.
care-inc-fault-areas = Choose at least one block or RT.
care-inc-fault-reach = Choose who is concerned.
care-inc-fault-moment = Give a date and an hour.
care-inc-refuse-ended = This incident is over. Open a new one if it happens again.
care-inc-refuse-complaint = That complaint is not open any more or belongs to another incident. Reload the page.
care-inc-opened = Incident opened
care-inc-news = News
care-inc-ended = Over
care-inc-told = { $count } people told
care-inc-lasted = { $began } to { $ended }
care-inc-since = Since { $when }
care-inc-until = Expected end { $when }
care-inc-story = Story of the incident
care-inc-houses = { $count } houses concerned
care-inc-tell = Tell residents
care-inc-tell-words = How far it is
care-inc-tell-do = Send news
care-inc-end = End it
care-inc-end-hint = All of its complaints are solved with it. Each resident gets one message.
care-inc-end-words = What was done
care-inc-end-do = End incident
care-inc-members = Its complaints
care-inc-no-members = No complaints yet
care-inc-no-members-text = Complaints about the same can join here.
care-inc-release = Take { $title } out
care-inc-candidates = Complaints that may be the same
care-inc-candidates-hint = Same category, still open, in this area.
care-inc-join = Join the chosen ones
care-inc-note = Joined to incident { $number }.
care-inc-own = Your complaints in it
care-inc-known = We know already: { $title }
care-inc-see = See how far it is
care-inc-part-of = Part of the incident { $title }
care-inc-said-opened = Incident { $number } opened. { $count } people told.
care-inc-said-news = { $count } people told.
care-inc-said-ended = Incident over. { $solved } complaints solved with it, { $count } people told.
care-inc-said-joined = { $count } complaints joined.
care-inc-said-released = Complaint taken out of the incident.
care-inc-said-too = Noted. You will be told until it is over.
care-inc-said-not = Your support was taken back.
notice-kind-incident = An incident where you live
notice-incident-go = See incident
notice-incident-title = { $step ->
    [ended] Incident over: { $subject }
    [news] News of the incident: { $subject }
    [news-until] News of the incident: { $subject }
   *[other] Incident: { $subject }
}
notice-incident-text = { $step ->
    [opened-until] { $excerpt } Expected end { $until }.
    [news-until] { $excerpt } Expected end { $until }.
   *[other] { $excerpt }
}
