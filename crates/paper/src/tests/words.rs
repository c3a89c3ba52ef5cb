//! Both languages say the same things, and nothing is said that no template says.

use serde_json::{Map, Value};

use crate::world::{TEMPLATES, WORDS_EN, WORDS_ID};

fn words(text: &str) -> Map<String, Value> {
    serde_json::from_str(text).expect("words are JSON")
}

#[test]
fn both_languages_have_the_same_words_with_the_same_places() {
    let (id, en) = (words(WORDS_ID), words(WORDS_EN));
    for (kind, inside) in &id {
        let (id, en) = (inside.as_object().unwrap(), en[kind].as_object().unwrap());
        assert_eq!(id.keys().collect::<Vec<_>>(), en.keys().collect::<Vec<_>>(), "{kind}");
        for (key, text) in id {
            assert_eq!(places(text), places(&en[key]), "{kind}.{key}");
        }
    }
    assert_eq!(id.len(), en.len());
}

#[test]
fn every_word_is_used() {
    let templates: String = TEMPLATES.iter().map(|(_, text)| *text).collect();
    let steps = |key: &str| {
        key.rsplit_once('-').filter(|(_, step)| ["1", "2", "3"].contains(step)).map(|it| it.0.to_owned())
    };
    // What is owed, settled or kept: chosen by the document's standing.
    let chosen = ["owes", "settled", "credit", "title"];
    for (kind, inside) in words(WORDS_ID) {
        for key in inside.as_object().unwrap().keys() {
            let used = templates.contains(&format!("\"{key}\""))
                || steps(key).is_some_and(|stem| templates.contains(&format!("\"{stem}-\"")));
            assert!(used || chosen.contains(&key.as_str()), "{kind}.{key} is not used");
        }
    }
}

fn places(text: &Value) -> Vec<String> {
    let mut places: Vec<String> = text
        .as_str()
        .unwrap()
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split('}').next())
        .map(str::to_owned)
        .collect();
    places.sort();
    places
}
