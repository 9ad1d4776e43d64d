//! The tables of OpenAPI 3.x "Style Examples" and RFC 6570, with the escapes that they leave to the reader.

use super::*;

fn style(style: Style, explode: bool) -> Format {
    Format::Style { style, explode, reserved: false }
}

fn pairs(json: &str, format: &Format, place: Place) -> String {
    let mut pairs = Pairs::new(place);
    pairs.value("color", &Node::parse(json).unwrap(), format);
    pairs.text
}

fn one(json: &str, format: &Format, place: Place) -> String {
    let mut out = String::new();
    single(&mut out, "color", &Node::parse(json).unwrap(), format, place);
    out
}

const EMPTY: &str = r#""""#;
const TEXT: &str = r#""blue""#;
const ARRAY: &str = r#"["blue","black","brown"]"#;
const OBJECT: &str = r#"{"R":100,"G":200,"B":150}"#;

#[test]
fn path_styles() {
    let table = [
        (Style::Simple, false, ["", "blue", "blue,black,brown", "R,100,G,200,B,150"]),
        (Style::Simple, true, ["", "blue", "blue,black,brown", "R=100,G=200,B=150"]),
        (Style::Label, false, [".", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"]),
        (Style::Label, true, [".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"]),
        (Style::Matrix, false, [";color", ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"]),
        (Style::Matrix, true, [";color", ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"]),
    ];
    for (kind, explode, expected) in table {
        for (json, expected) in [EMPTY, TEXT, ARRAY, OBJECT].iter().zip(expected) {
            assert_eq!(one(json, &style(kind, explode), Place::Path), expected, "{kind:?} {explode} {json}");
        }
    }
}

#[test]
fn query_styles() {
    let table = [
        (Style::Form, false, ["color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"]),
        (Style::Form, true, ["color=", "color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"]),
        (
            Style::SpaceDelimited,
            false,
            ["color=", "color=blue", "color=blue%20black%20brown", "color=R%20100%20G%20200%20B%20150"],
        ),
        (
            Style::PipeDelimited,
            false,
            ["color=", "color=blue", "color=blue%7Cblack%7Cbrown", "color=R%7C100%7CG%7C200%7CB%7C150"],
        ),
        (
            Style::Tsv,
            false,
            ["color=", "color=blue", "color=blue%09black%09brown", "color=R%09100%09G%09200%09B%09150"],
        ),
        (
            Style::DeepObject,
            true,
            [
                "color=",
                "color=blue",
                "color%5B0%5D=blue&color%5B1%5D=black&color%5B2%5D=brown",
                "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150",
            ],
        ),
    ];
    for (kind, explode, expected) in table {
        for (json, expected) in [EMPTY, TEXT, ARRAY, OBJECT].iter().zip(expected) {
            assert_eq!(pairs(json, &style(kind, explode), Place::Query), expected, "{kind:?} {explode} {json}");
        }
    }
}

#[test]
fn cookies_are_parted_by_semicolons() {
    assert_eq!(pairs(ARRAY, &style(Style::Form, true), Place::Cookie), "color=blue; color=black; color=brown");
    assert_eq!(pairs(OBJECT, &style(Style::Form, false), Place::Cookie), "color=R,100,G,200,B,150");
    assert_eq!(pairs(r#""a;b=c d\r\n\",""#, &style(Style::Form, true), Place::Cookie), "color=a%3Bb=c%20d%0D%0A%22%2C");
}

#[test]
fn headers_are_not_encoded() {
    assert_eq!(one(r#""a b/ü""#, &style(Style::Simple, false), Place::Header), "a b/ü");
    assert_eq!(one(OBJECT, &style(Style::Simple, true), Place::Header), "R=100,G=200,B=150");
}

#[test]
fn nothing_is_written_for_nothing() {
    for json in ["null", "[]", "{}", "[null]", r#"{"a":null}"#] {
        for (kind, explode) in [(Style::Form, true), (Style::Form, false), (Style::DeepObject, true)] {
            assert_eq!(pairs(json, &style(kind, explode), Place::Query), "", "{json}");
        }
        assert_eq!(one(json, &style(Style::Simple, false), Place::Path), "", "{json}");
    }
}

#[test]
fn deep_objects_nest() {
    let json = r#"{"a":{"b":[1,2],"c d":true},"e":[{"f":"x&y"},[9]],"g":null}"#;
    assert_eq!(
        pairs(json, &style(Style::DeepObject, true), Place::Query),
        "color%5Ba%5D%5Bb%5D=1&color%5Ba%5D%5Bb%5D=2&color%5Ba%5D%5Bc%20d%5D=true&color%5Be%5D%5B0%5D%5Bf%5D=x%26y&color%5Be%5D%5B1%5D=9"
    );
}

#[test]
fn values_inside_lists_are_encoded_and_structures_become_json() {
    assert_eq!(
        pairs(r#"["a,b",{"c":1.0}]"#, &style(Style::Form, false), Place::Query),
        "color=a%2Cb,%7B%22c%22%3A1.0%7D"
    );
    assert_eq!(
        pairs("123456789012345678901234567890", &style(Style::Form, true), Place::Query),
        "color=123456789012345678901234567890"
    );
    assert_eq!(pairs("[5.0,-2.50,true,-0.0]", &style(Style::Form, false), Place::Query), "color=5,-2.50,true,-0.0");
}

#[test]
fn content_parameters() {
    let json = Format::Content { media_type: "application/json".into() };
    assert_eq!(pairs(r#"{"a": [1, "b"]}"#, &json, Place::Query), "color=%7B%22a%22%3A%5B1%2C%22b%22%5D%7D");
    assert_eq!(pairs(r#""x y""#, &json, Place::Query), "color=%22x%20y%22");
    let text = Format::Content { media_type: "text/plain".into() };
    assert_eq!(pairs(r#""x y""#, &text, Place::Query), "color=x%20y");
}

#[test]
fn reserved_characters_pass_where_they_may() {
    let format = Format::Style { style: Style::Form, explode: true, reserved: true };
    assert_eq!(pairs(r#""a/b?c=d&e#f%20 g""#, &format, Place::Query), "color=a/b?c=d%26e%23f%20%20g");
}
