use std::cmp::Reverse;

use kernel::{ComplexId, Zone};

use super::model::{Attention, Figures, Order, Part, Sum};

fn complex(name: &str) -> Figures {
    Figures {
        complex: ComplexId::from_uuid(uuid::Uuid::nil()),
        slug: name.to_lowercase().replace(' ', "-"),
        name: name.to_owned(),
        city: "Depok".to_owned(),
        zone: Zone::Wib,
        units: 240,
        lived_in: 190,
        rented: 20,
        empty: 20,
        plots: 10,
        nobody_known: 0,
        people: 400,
        without_phone: 39,
        managers: 1,
        members: 12,
        claims: 0,
        last_import_at: None,
    }
}

#[test]
fn a_complex_without_a_manager_comes_before_one_without_units() {
    let fine = complex("Griya Melati");
    let headless = Figures { managers: 0, ..complex("Puri Mawar") };
    let new = Figures { units: 0, lived_in: 0, rented: 0, empty: 0, plots: 0, ..complex("Vila Seruni") };
    let asked = Figures { claims: 2, ..complex("Bukit Cempaka") };
    let asked_more = Figures { claims: 9, ..complex("Taman Anggrek") };
    let mut all = vec![fine, asked, new, asked_more, headless];
    Order::Attention.sort(&mut all);
    let names: Vec<_> = all.iter().map(|f| f.name.as_str()).collect();
    assert_eq!(names, ["Puri Mawar", "Vila Seruni", "Taman Anggrek", "Bukit Cempaka", "Griya Melati"]);
}

#[test]
fn ten_in_a_hundred_without_a_number_is_many() {
    assert_eq!(complex("Griya Melati").attention(), Attention::Fine);
    let forty = Figures { without_phone: 40, ..complex("Griya Melati") };
    assert_eq!(forty.attention(), Attention::WithoutPhone(Reverse(40)));
}

#[test]
fn plots_are_no_houses_that_stand_empty() {
    assert_eq!(complex("Griya Melati").occupied_percent(), Some(91));
    let only_plots = Figures { units: 10, lived_in: 0, rented: 0, empty: 0, plots: 10, ..complex("Kavling") };
    assert_eq!(only_plots.occupied_percent(), None);
}

#[test]
fn the_tiles_are_the_sum_of_the_table() {
    let headless = Figures { managers: 0, ..complex("Puri Mawar") };
    let sum = Sum::of(&[complex("Griya Melati"), headless]);
    assert_eq!((sum.complexes, sum.units, sum.people, sum.need_somebody), (2, 480, 800, 1));
    assert_eq!(sum.occupied_percent(), Some(91));
    assert_eq!(Sum::of(&[]).occupied_percent(), None);
}

#[test]
fn what_stands_in_an_address_by_mistake_is_the_usual_order() {
    assert_eq!(Order::from_code("'; drop"), Order::Attention);
    assert_eq!(Part::from_code("x"), Part::All);
    for order in Order::ALL {
        assert_eq!(Order::from_code(order.code()), order);
    }
}
