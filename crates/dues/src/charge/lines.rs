//! The lines of one charge for one unit: who pays for which days at which price.

use std::collections::BTreeSet;

use homes::OccupancyKind;
use kernel::{Date, Rupiah};
use rust_decimal::Decimal;

use super::{
    model::{Figure, Liable, Override, Proration, Stretch, Tariff},
    overrides,
    plan::{Charge, ChargeBook, Concern, Metering, PlannedLine, StayOf, UnitInPeriod},
    prorate::{self, Piece},
    rule::Price,
    wording,
};

/// More than so many times its usual use is named before it is billed.
const UNUSUAL: Decimal = Decimal::from_parts(3, 0, 0, false, 0);

/// Days for which payer, tariff and arrangement are the same.
struct Span<'a> {
    stretch: Stretch,
    weight: u32,
    payer: Option<&'a StayOf>,
    tariff: &'a Tariff,
    own: Option<&'a Override>,
}

impl Span<'_> {
    fn continues(&self, next: &Self) -> bool {
        self.stretch.until == next.stretch.from
            && self.payer.map(|stay| stay.person) == next.payer.map(|stay| stay.person)
            && self.tariff.id == next.tariff.id
            && self.own.map(|own| own.id) == next.own.map(|own| own.id)
    }
}

/// Each line with its payer; what somebody should look at goes to `concerns`.
pub(super) fn of_charge<'a>(
    book: &'a ChargeBook,
    charge: &'a Charge,
    unit: &'a UnitInPeriod,
    concerns: &mut Vec<Concern>,
) -> Vec<(Option<&'a StayOf>, PlannedLine)> {
    let metering = unit.usage.get(&charge.kind.id);
    let Some(chargeable) = chargeable(book, charge, unit) else { return Vec::new() };
    if charge.is_metered() && metering.is_none() {
        return Vec::new();
    }
    let spans = spans(book, charge, unit, chargeable);
    if spans.is_empty() {
        return Vec::new();
    }
    if let Some(metering) = metering.filter(|_| charge.is_metered()) {
        doubt(charge, metering, concerns);
    }
    let of = denominator(charge, chargeable);
    let Some(priced) = priced(charge, unit, metering, &spans, of, concerns) else {
        concerns.push(Concern::TooLarge { charge: charge.kind.id });
        return Vec::new();
    };
    let mut part = 0;
    let mut lines = Vec::new();
    for (span, priced) in spans.iter().zip(priced) {
        if priced.amount > Rupiah::ZERO {
            lines.push((span.payer, line(charge, span, of, part, priced, metering)));
            part += 1;
        }
    }
    lines
}

/// The days of the stretch from which on the unit counts. A month of a quarter that is not its first bills only units
/// that came in between.
fn chargeable(book: &ChargeBook, charge: &Charge, unit: &UnitInPeriod) -> Option<Stretch> {
    let begins = unit.handed_over_on.or(unit.first_stay_on);
    let chargeable = match begins {
        Some(begins) => charge.covered.both(Stretch::new(begins, Date::MAX)),
        None => charge.covered,
    };
    let came_later =
        chargeable.from > charge.covered.from && chargeable.from < book.period.next().first_day();
    let is_its_month = charge.first == book.period || (came_later && !charge.is_metered());
    (is_its_month && !chargeable.is_empty()).then_some(chargeable)
}

fn spans<'a>(
    book: &'a ChargeBook,
    charge: &'a Charge,
    unit: &'a UnitInPeriod,
    chargeable: Stretch,
) -> Vec<Span<'a>> {
    let own = book.overrides_of(unit.unit, charge.kind.id);
    let mut cuts: Vec<Date> = Vec::new();
    cuts.extend(unit.stays.iter().flat_map(|stay| [stay.from, stay.until]).flatten());
    cuts.extend(charge.tariffs.iter().flat_map(|tariff| [Some(tariff.from), tariff.until]).flatten());
    cuts.extend(own.iter().flat_map(|one| [Some(one.from), one.until]).flatten());

    let mut spans: Vec<Span<'a>> = Vec::new();
    for piece in prorate::pieces(charge.covered, chargeable, &cuts, charge.proration) {
        let Some(tariff) = tariff_for(charge, piece) else { continue };
        let next = Span {
            stretch: piece.stretch,
            weight: piece.weight,
            payer: payer_on(unit, charge.kind.liable, piece.decides),
            tariff,
            own: own.iter().find(|one| one.holds_on(piece.decides)),
        };
        match spans.last_mut().filter(|last| last.continues(&next)) {
            Some(last) => {
                last.stretch.until = next.stretch.until;
                last.weight += next.weight;
            }
            None => spans.push(next),
        }
    }
    spans
}

/// The version of the deciding day; where a month costs a whole one, also the first one that begins within it.
fn tariff_for(charge: &Charge, piece: Piece) -> Option<&Tariff> {
    let of_day = charge.tariffs.iter().find(|tariff| tariff.holds_on(piece.decides));
    of_day.or_else(|| {
        let within = |tariff: &&Tariff| piece.stretch.contains(tariff.from);
        charge.tariffs.iter().find(within).filter(|_| charge.proration == Proration::WholeMonth)
    })
}

/// Who is billed for that day. Where nobody pays for the house, the owner does; where the owner is unknown, whoever
/// pays.
fn payer_on(unit: &UnitInPeriod, liable: Liable, day: Date) -> Option<&StayOf> {
    let there = |stay: &&StayOf| {
        stay.from.is_none_or(|from| from <= day) && stay.until.is_none_or(|until| day < until)
    };
    let payer = unit.stays.iter().filter(there).find(|stay| stay.payer);
    let owner = unit.stays.iter().filter(there).find(|stay| stay.kind == OccupancyKind::Owner);
    match liable {
        Liable::Occupant => payer.or(owner),
        Liable::Owner => owner.or(payer),
    }
}

/// What the weights are parts of. What a meter counted is owed in full, however few days the house was there.
fn denominator(charge: &Charge, chargeable: Stretch) -> u32 {
    let whole = if charge.is_metered() { chargeable } else { charge.covered };
    prorate::weight(whole, charge.proration)
}

fn doubt(charge: &Charge, metering: &Metering, concerns: &mut Vec<Concern>) {
    let charge = charge.kind.id;
    let Metering::Read(usage) = metering else {
        concerns.push(Concern::MissingReading { charge });
        return;
    };
    if usage.disputed {
        concerns.push(Concern::DisputedReading { charge });
    }
    if usage.estimated {
        concerns.push(Concern::EstimatedReading { charge });
    }
    if let Some(usual) = usage.usual.filter(|usual| *usual > Decimal::ZERO && usage.used > *usual * UNUSUAL) {
        concerns.push(Concern::UnusualUse { charge, used: usage.used, usual });
    }
}

/// What a span comes to.
struct Priced {
    /// Tax included.
    amount: Rupiah,
    tax: Rupiah,
    quantity: Option<Decimal>,
    rate: Option<Decimal>,
}

/// The spans' amounts: shared so that they sum to the rounded whole, and the tax likewise. `None` beyond counting.
fn priced(
    charge: &Charge,
    unit: &UnitInPeriod,
    metering: Option<&Metering>,
    spans: &[Span],
    of: u32,
    concerns: &mut Vec<Concern>,
) -> Option<Vec<Priced>> {
    let mut shown = Vec::with_capacity(spans.len());
    let mut parts = Vec::with_capacity(spans.len());
    let mut said = BTreeSet::new();
    for span in spans {
        let (exact, quantity, rate) = exact(charge, unit, metering, span, &mut said)?;
        parts.push(exact.checked_mul(Decimal::from(span.weight))?);
        shown.push((quantity, rate));
    }
    concerns.extend(said);
    let nets = prorate::share(&parts, of)?;
    let taxes = taxes(spans, &nets)?;
    let mut all = Vec::with_capacity(spans.len());
    for ((net, tax), (quantity, rate)) in nets.into_iter().zip(taxes).zip(shown) {
        all.push(Priced { amount: net.checked_add(tax).ok()?, tax, quantity, rate });
    }
    Some(all)
}

type Exact = (Decimal, Option<Decimal>, Option<Decimal>);

/// The price of the whole stretch under the span's tariff and arrangement, with quantity and rate to show.
fn exact(
    charge: &Charge,
    unit: &UnitInPeriod,
    metering: Option<&Metering>,
    span: &Span,
    said: &mut BTreeSet<Concern>,
) -> Option<Exact> {
    let figure = span.own.map(|own| own.figure);
    let nothing = Some((Decimal::ZERO, None, None));
    match figure {
        Some(Figure::Exempt) => return nothing,
        Some(Figure::Fixed { amount }) => return Some((Decimal::from(amount.get()), None, None)),
        _ => {}
    }
    let id = charge.kind.id;
    match span.tariff.rule.price(unit, metering) {
        Price::Amount { exact, quantity, rate } => Some((overrides::applied(figure, exact)?, quantity, rate)),
        Price::Nothing => nothing,
        Price::MissingArea(of) => {
            said.insert(Concern::MissingArea { charge: id, of });
            nothing
        }
        Price::NoAmountForType => {
            said.insert(Concern::NoAmountForType { charge: id, unit_type: unit.unit_type.clone() });
            nothing
        }
        Price::TooLarge => None,
    }
}

fn taxes(spans: &[Span], nets: &[Rupiah]) -> Option<Vec<Rupiah>> {
    let mut parts = Vec::with_capacity(spans.len());
    for (span, net) in spans.iter().zip(nets) {
        let percent = span.tariff.tax_percent.unwrap_or(Decimal::ZERO);
        parts.push(percent.checked_mul(Decimal::from(net.get()))?);
    }
    prorate::share(&parts, 100)
}

fn line(
    charge: &Charge,
    span: &Span,
    of: u32,
    part: i16,
    priced: Priced,
    metering: Option<&Metering>,
) -> PlannedLine {
    let usage = match metering {
        Some(Metering::Read(usage)) if charge.is_metered() => Some(usage.clone()),
        _ => None,
    };
    PlannedLine {
        charge_type: charge.kind.id,
        tariff: span.tariff.id,
        r#override: span.own.map(|own| own.id),
        period: charge.first,
        part,
        stretch: span.stretch,
        share: (span.weight, of),
        fund: charge.kind.fund,
        income_account: charge.kind.income_account,
        description: wording::described(charge, span.stretch, (span.weight, of)),
        quantity: priced.quantity,
        rate: priced.rate,
        obligation: charge.kind.obligation,
        priority: charge.kind.priority,
        tax: priced.tax,
        amount: priced.amount,
        usage,
    }
}
