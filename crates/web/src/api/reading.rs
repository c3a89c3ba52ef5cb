//! The document as people read it: operations by subject, with their parameters, fields and an example of each body.
//!
//! It works on the JSON of the document, so that it shows exactly what programs get. Pure: no request, no clock.

use serde_json::{Map, Value, json};

/// Examples go this deep into things inside things.
const DEPTH: usize = 6;

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Subject {
    pub name: String,
    pub about: String,
    pub operations: Vec<Operation>,
}

impl Subject {
    /// The anchor of its heading.
    pub fn id(&self) -> String {
        anchor(&self.name)
    }
}

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Operation {
    pub id: String,
    pub method: String,
    pub path: String,
    pub summary: String,
    pub about: String,
    pub open: bool,
    pub parameters: Vec<Field>,
    pub body: Option<Body>,
    pub answers: Vec<AnswerKind>,
}

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Field {
    pub name: String,
    /// `path`, `query` or `header` for a parameter; empty for a field of a body.
    pub place: String,
    pub kind: String,
    /// The thing the field holds, when it has a name of its own.
    pub schema: String,
    pub required: bool,
    pub about: String,
}

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Body {
    pub fields: Vec<Field>,
    pub example: String,
}

#[derive(Debug, Default, PartialEq, Eq)]
pub struct AnswerKind {
    pub status: String,
    pub about: String,
    pub body: Option<Body>,
}

/// A named thing that bodies are made of.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Thing {
    pub name: String,
    pub about: String,
    pub fields: Vec<Field>,
}

/// Reads a document.
#[derive(Debug)]
pub struct Reader<'d>(pub &'d Value);

impl Reader<'_> {
    /// In the order of the document's tags; what has none stands last, under the name of the API.
    pub fn subjects(&self) -> Vec<Subject> {
        let mut subjects: Vec<Subject> = Vec::new();
        for tag in list(&self.0["tags"]) {
            let name = text(&tag["name"]);
            if !subjects.iter().any(|known| known.name == name) {
                subjects.push(Subject { name, about: text(&tag["description"]), operations: Vec::new() });
            }
        }
        for (path, item) in entries(&self.0["paths"]) {
            for method in ["get", "post", "put", "patch", "delete"] {
                if let Some(operation) = item.get(method) {
                    let name = operation["tags"][0].as_str().unwrap_or("Klustera").to_owned();
                    let place = subjects.iter().position(|known| known.name == name).unwrap_or_else(|| {
                        subjects.push(Subject { name, ..Subject::default() });
                        subjects.len() - 1
                    });
                    subjects[place].operations.push(self.operation(path, method, operation));
                }
            }
        }
        subjects.retain(|subject| !subject.operations.is_empty());
        subjects
    }

    pub fn things(&self) -> Vec<Thing> {
        let all = entries(&self.0["components"]["schemas"]);
        let thing = |(name, schema): (&String, &Value)| Thing {
            name: name.clone(),
            about: text(&schema["description"]),
            fields: self.fields(schema),
        };
        all.map(thing).collect()
    }

    fn operation(&self, path: &str, method: &str, it: &Value) -> Operation {
        let answers = entries(&it["responses"]).filter(|(status, _)| *status != "default");
        Operation {
            id: text(&it["operationId"]),
            method: method.to_uppercase(),
            path: path.to_owned(),
            summary: text(&it["summary"]),
            about: text(&it["description"]),
            open: list(&it["security"]).any(|one| one.as_object().is_some_and(Map::is_empty)),
            parameters: list(&it["parameters"]).map(|parameter| self.parameter(parameter)).collect(),
            body: it.get("requestBody").and_then(|body| self.body(body)),
            answers: answers
                .map(|(status, answer)| {
                    let answer = self.resolved(answer);
                    AnswerKind {
                        status: status.clone(),
                        about: text(&answer["description"]),
                        body: self.body(answer),
                    }
                })
                .collect(),
        }
    }

    fn parameter(&self, it: &Value) -> Field {
        let it = self.resolved(it);
        Field {
            name: text(&it["name"]),
            place: text(&it["in"]),
            kind: self.kind(&it["schema"]),
            schema: String::new(),
            required: it["required"].as_bool().unwrap_or_default(),
            about: text(&it["description"]),
        }
    }

    fn body(&self, it: &Value) -> Option<Body> {
        let content = entries(&self.resolved(it)["content"]).find(|(kind, _)| kind.contains("json"))?.1;
        let schema = &content["schema"];
        let example = content.get("example").cloned().unwrap_or_else(|| self.example(schema, DEPTH));
        let example = serde_json::to_string_pretty(&example).unwrap_or_default();
        Some(Body { fields: self.fields(schema), example })
    }

    /// The fields of an object, its parents' first.
    fn fields(&self, schema: &Value) -> Vec<Field> {
        let schema = self.resolved(schema);
        let mut fields: Vec<Field> = list(&schema["allOf"]).flat_map(|part| self.fields(part)).collect();
        let required: Vec<&str> = list(&schema["required"]).filter_map(Value::as_str).collect();
        for (name, property) in entries(&schema["properties"]) {
            fields.push(Field {
                name: name.clone(),
                place: String::new(),
                kind: self.kind(property),
                schema: named(property),
                required: required.contains(&name.as_str()),
                about: text(&property["description"]),
            });
            // Things that have no name of their own are written out where they stand.
            if property["items"]["properties"].is_object() {
                let inside = self.fields(&property["items"]).into_iter();
                fields
                    .extend(inside.map(|field| Field { name: format!("{name}[].{}", field.name), ..field }));
            }
        }
        fields
    }

    /// `text (uuid)`, `integer 1…200`, `list of UnitOut`, `a | b`.
    fn kind(&self, schema: &Value) -> String {
        if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
            return name.to_owned();
        }
        let choices: Vec<String> =
            list(&schema["enum"]).map(|choice| choice.to_string().replace('"', "")).collect();
        if !choices.is_empty() {
            return choices.join(" | ");
        }
        let parts: Vec<String> = ["oneOf", "anyOf", "allOf"]
            .iter()
            .flat_map(|of| list(&schema[of]))
            .filter(|part| part["type"] != "null")
            .map(|part| self.kind(part))
            .collect();
        if !parts.is_empty() {
            return parts.join(" | ");
        }
        match first_type(schema) {
            "array" => format!("[{}]", self.kind(&schema["items"])),
            "" => "any".to_owned(),
            kind => with_details(kind, schema),
        }
    }

    fn example(&self, schema: &Value, depth: usize) -> Value {
        if depth == 0 {
            return Value::Null;
        }
        let resolved = self.resolved(schema);
        for given in
            [&schema["example"], &resolved["example"], &resolved["examples"][0], &resolved["default"]]
        {
            if !given.is_null() {
                return given.clone();
            }
        }
        if let Some(first) = list(&resolved["enum"]).next() {
            return first.clone();
        }
        if let Some(part) =
            ["oneOf", "anyOf"].iter().flat_map(|of| list(&resolved[of])).find(|p| p["type"] != "null")
        {
            return self.example(part, depth - 1);
        }
        match first_type(resolved) {
            "array" => json!([self.example(&resolved["items"], depth - 1)]),
            "integer" | "number" => resolved.get("minimum").cloned().unwrap_or_else(|| json!(1)),
            "boolean" => json!(true),
            "string" => json!(sample(resolved["format"].as_str().unwrap_or_default())),
            _ => self.example_object(resolved, depth),
        }
    }

    fn example_object(&self, schema: &Value, depth: usize) -> Value {
        let mut object = Map::new();
        for part in list(&schema["allOf"]) {
            if let Value::Object(fields) = self.example(part, depth - 1) {
                object.extend(fields);
            }
        }
        for (name, property) in entries(&schema["properties"]) {
            object.insert(name.clone(), self.example(property, depth - 1));
        }
        Value::Object(object)
    }

    fn resolved<'v>(&'v self, schema: &'v Value) -> &'v Value {
        let pointer = schema["$ref"].as_str().and_then(|path| path.strip_prefix('#'));
        pointer.and_then(|pointer| self.0.pointer(pointer)).unwrap_or(schema)
    }
}

/// `Unit & area` is `unit-area`: an id that needs no quoting.
pub fn anchor(name: &str) -> String {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-")
}

/// The name of the thing a field holds, alone, in a list, or unless it is null.
fn named(schema: &Value) -> String {
    let direct = [&schema["$ref"], &schema["items"]["$ref"]];
    let parts = ["oneOf", "anyOf", "allOf"].iter().flat_map(|of| list(&schema[of])).map(|part| &part["$ref"]);
    let found = direct.into_iter().chain(parts).find_map(Value::as_str);
    found.and_then(|path| path.rsplit('/').next()).unwrap_or_default().to_owned()
}

fn with_details(kind: &str, schema: &Value) -> String {
    let format = schema["format"].as_str().filter(|format| !format.starts_with("int"));
    match (format, &schema["minimum"], &schema["maximum"]) {
        (Some(format), _, _) => format!("{kind} ({format})"),
        (None, Value::Number(least), Value::Number(most)) => format!("{kind} {least}–{most}"),
        _ => kind.to_owned(),
    }
}

/// OpenAPI 3.1 writes a field that may be null as two types.
fn first_type(schema: &Value) -> &str {
    let types = &schema["type"];
    types
        .as_str()
        .or_else(|| list(types).filter_map(Value::as_str).find(|kind| *kind != "null"))
        .unwrap_or_default()
}

fn sample(format: &str) -> &'static str {
    match format {
        "uuid" => "019aa8f2-5c3e-7c41-9d2b-3f5a7c9e1b20",
        "date" => "2026-11-22",
        "date-time" => "2026-11-22T03:00:00Z",
        "email" => "budi@contoh.id",
        _ => "teks",
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().trim().replace('`', "")
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample_document() -> Value {
        json!({
            "tags": [{ "name": "Unit", "description": "Rumah." }],
            "paths": {
                "/api/v1/complexes/{complex}/units": {
                    "post": {
                        "tags": ["Unit"],
                        "summary": "Add a unit",
                        "operationId": "post_units",
                        "parameters": [
                            { "name": "complex", "in": "path", "required": true, "schema": { "type": "string" } }
                        ],
                        "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/NewUnit" } } } },
                        "responses": { "201": { "description": "Made." }, "default": { "description": "A problem." } }
                    }
                },
                "/api/v1/tokens": {
                    "get": { "security": [{}], "responses": {} }
                }
            },
            "components": { "schemas": {
                "NewUnit": {
                    "type": "object",
                    "required": ["code"],
                    "properties": {
                        "code": { "type": "string", "example": "A-12" },
                        "land_m2": { "type": ["string", "null"] },
                        "status": { "oneOf": [{ "type": "null" }, { "$ref": "#/components/schemas/Status" }] },
                        "floors": { "type": "integer", "minimum": 1, "maximum": 4, "format": "int32" },
                        "parent": { "$ref": "#/components/schemas/NewUnit" }
                    }
                },
                "Status": { "type": "string", "enum": ["empty", "lived_in"] }
            } }
        })
    }

    #[test]
    fn an_operation_shows_what_it_takes_and_an_example_of_it() {
        let document = sample_document();
        let subjects = Reader(&document).subjects();
        assert_eq!(subjects.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["Unit", "Klustera"]);
        let add = &subjects[0].operations[0];
        assert_eq!((add.method.as_str(), add.id.as_str(), add.open), ("POST", "post_units", false));
        assert_eq!((add.parameters[0].place.as_str(), add.parameters[0].required), ("path", true));
        let body = add.body.as_ref().unwrap();
        let kinds: Vec<_> =
            body.fields.iter().map(|f| (f.name.as_str(), f.kind.as_str(), f.required)).collect();
        assert_eq!(
            kinds,
            [
                ("code", "string", true),
                ("floors", "integer 1–4", false),
                ("land_m2", "string", false),
                ("parent", "NewUnit", false),
                ("status", "Status", false)
            ]
        );
        assert_eq!(body.fields[4].schema, "Status");
        let example: Value = serde_json::from_str(&body.example).unwrap();
        assert_eq!(
            (&example["code"], &example["status"], &example["floors"]),
            (&json!("A-12"), &json!("empty"), &json!(1))
        );
        assert_eq!(add.answers.len(), 1, "the problem that all share is said once, at the end of the page");
    }

    #[test]
    fn what_needs_no_token_says_so_and_what_contains_itself_ends() {
        let document = sample_document();
        assert!(Reader(&document).subjects()[1].operations[0].open);
        assert_eq!(Reader(&document).things().len(), 2);
    }

    #[test]
    fn a_heading_makes_an_anchor() {
        assert_eq!(anchor("Unit & area"), "unit-area");
    }
}
