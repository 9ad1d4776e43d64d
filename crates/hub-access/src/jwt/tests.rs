//! Tokens as an attacker would make them. All but those of the hub are refused, and each for its reason.

use std::time::Duration;

use aws_lc_rs::{hmac, signature::Ed25519KeyPair};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hub_model::{
    Timestamp,
    id::{SessionId, UserId},
};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{AUDIENCE, Claims, Invalid, Keys, SigningKey, UnusableKey, issue, jwks, verify};
use crate::repeatable::Repeatable;

const NOW: Timestamp = Timestamp(1_764_000_000_123);
const ISSUER: &str = "mcphub";
/// RFC 8037 appendix A.1.
const SEED: &str = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";
const PUBLIC: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
/// RFC 8037 appendix A.3.
const THUMBPRINT: &str = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k";

fn signing(seed: &[u8]) -> SigningKey {
    SigningKey::generate(&Repeatable(seed)).unwrap()
}

fn ours() -> SigningKey {
    signing(&URL_SAFE_NO_PAD.decode(SEED).unwrap())
}

fn keys() -> Keys {
    Keys::new(vec![ours()]).unwrap()
}

fn claims() -> Claims {
    Claims::fresh(ISSUER, UserId(7), SessionId(8), false, NOW, Duration::from_secs(600), &Repeatable(&[1, 2, 3]))
}

fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

/// Signs whatever it is given, with a library below the one that is tested.
fn forged(header: &Value, claims: &Value, key: &SigningKey) -> String {
    let message = format!("{}.{}", part(header), part(claims));
    let pair = Ed25519KeyPair::from_pkcs8(key.bytes()).unwrap();
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(pair.sign(message.as_bytes())))
}

fn good_header() -> Value {
    json!({ "typ": "at+jwt", "alg": "EdDSA", "kid": THUMBPRINT })
}

fn good_claims() -> Value {
    serde_json::to_value(claims()).unwrap()
}

fn with(mut value: Value, name: &str, new: Value) -> Value {
    value[name] = new;
    value
}

fn without(mut value: Value, name: &str) -> Value {
    value.as_object_mut().unwrap().remove(name).unwrap();
    value
}

fn refusal(token: &str) -> Option<Invalid> {
    verify(&keys(), token, NOW, ISSUER, AUDIENCE).err()
}

#[test]
fn accepts_what_it_issues() {
    let token = issue(&keys(), &claims()).unwrap();
    assert_eq!(verify(&keys(), &token, NOW, ISSUER, AUDIENCE), Ok(claims()));
    // And what is made by hand to be the same: the refusals below are not for another reason.
    assert_eq!(refusal(&forged(&good_header(), &good_claims(), &ours())), None);
    let decoded: Value =
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap()).unwrap();
    let expected = json!({
        "iss": "mcphub", "aud": "mcphub-api", "sub": UserId(7), "sid": SessionId(8), "iat": 1_764_000_000, "exp": 1_764_000_600,
        "jti": "01020301020301020301020301020301", "adm": false,
    });
    assert_eq!(decoded, expected);
}

#[test]
fn signs_as_the_standard_does() {
    assert_eq!(ours().kid(), THUMBPRINT);
    let expected = json!({ "keys": [
        { "kty": "OKP", "crv": "Ed25519", "x": PUBLIC, "kid": THUMBPRINT, "use": "sig", "alg": "EdDSA" },
    ] });
    assert_eq!(jwks(&keys()), expected);
    // RFC 8037 appendix A.4.
    let message = b"eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
    let signature = jsonwebtoken::crypto::sign(message, ours().private(), jsonwebtoken::Algorithm::EdDSA).unwrap();
    let expected = "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
    assert_eq!(signature, expected);
}

#[test]
fn no_signature_is_no_signature() {
    for alg in ["none", "None", "NONE", ""] {
        let message = format!("{}.{}", part(&with(good_header(), "alg", json!(alg))), part(&good_claims()));
        assert_eq!(refusal(&format!("{message}.")), Some(Invalid::Malformed), "{alg}");
    }
    let token = issue(&keys(), &claims()).unwrap();
    let (message, _) = token.rsplit_once('.').unwrap();
    assert_eq!(refusal(&format!("{message}.")), Some(Invalid::Signature));
    assert_eq!(refusal(message), Some(Invalid::Malformed));
    assert_eq!(refusal(&format!("{token}.")), Some(Invalid::Malformed));
    assert_eq!(refusal(""), Some(Invalid::Malformed));
    assert_eq!(refusal(&"a.".repeat(1_000_000)), Some(Invalid::Malformed));
}

#[test]
fn the_public_key_is_no_shared_secret() {
    let public = URL_SAFE_NO_PAD.decode(PUBLIC).unwrap();
    let message = format!("{}.{}", part(&with(good_header(), "alg", json!("HS256"))), part(&good_claims()));
    for secret in [public.as_slice(), PUBLIC.as_bytes(), jwks(&keys()).to_string().as_bytes()] {
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), message.as_bytes());
        assert_eq!(refusal(&format!("{message}.{}", URL_SAFE_NO_PAD.encode(tag))), Some(Invalid::Algorithm));
    }
    for alg in ["HS512", "RS256", "PS256", "ES256"] {
        let token = forged(&with(good_header(), "alg", json!(alg)), &good_claims(), &ours());
        assert_eq!(refusal(&token), Some(Invalid::Algorithm), "{alg}");
    }
}

#[test]
fn only_known_keys_sign() {
    let strange = signing(&[66]);
    let named = |kid: Value| forged(&with(good_header(), "kid", kid), &good_claims(), &strange);
    assert_eq!(refusal(&named(json!(strange.kid()))), Some(Invalid::Key));
    assert_eq!(refusal(&named(json!(THUMBPRINT))), Some(Invalid::Signature));
    assert_eq!(refusal(&named(json!("../keys/1"))), Some(Invalid::Key));
    assert_eq!(refusal(&named(json!(""))), Some(Invalid::Key));
    assert_eq!(refusal(&named(Value::Null)), Some(Invalid::Key));
    assert_eq!(refusal(&named(json!([THUMBPRINT]))), Some(Invalid::Malformed));
    let unnamed = forged(&without(good_header(), "kid"), &good_claims(), &ours());
    assert_eq!(refusal(&unnamed), Some(Invalid::Key));
}

#[test]
fn keys_that_a_token_brings_along_are_not_looked_at() {
    let strange = signing(&[66]);
    let theirs = Keys::new(vec![signing(&[66])]).unwrap();
    let jwk = jwks(&theirs)["keys"][0].clone();
    let header = with(good_header(), "jwk", jwk.clone());
    assert_eq!(refusal(&forged(&header, &good_claims(), &strange)), Some(Invalid::Header));
    assert_eq!(
        refusal(&forged(&with(header.clone(), "kid", jwk["kid"].clone()), &good_claims(), &strange)),
        Some(Invalid::Key)
    );
    assert_eq!(refusal(&forged(&without(header, "kid"), &good_claims(), &strange)), Some(Invalid::Key));
}

#[test]
fn a_header_says_nothing_else_even_when_it_is_signed() {
    let additions = [
        ("crit", json!(["exp"])),
        ("crit", json!([])),
        ("b64", json!(false)),
        ("jwk", jwks(&keys())["keys"][0].clone()),
        ("jku", json!("https://example.com/keys")),
        ("x5u", json!("https://example.com/chain")),
        ("x5c", json!(["MIIB"])),
        ("cty", json!("JWT")),
        ("zip", json!("DEF")),
        ("typ", json!("JWT")),
        ("anything", json!(1)),
    ];
    for (name, value) in additions {
        let token = forged(&with(good_header(), name, value), &good_claims(), &ours());
        assert_eq!(refusal(&token), Some(Invalid::Header), "{name}");
    }
    let untyped = forged(&without(good_header(), "typ"), &good_claims(), &ours());
    assert_eq!(refusal(&untyped), Some(Invalid::Header));
}

#[test]
fn every_changed_character_is_noticed() {
    let token = issue(&keys(), &claims()).unwrap();
    for at in 0..token.len() {
        for letter in ['A', 'B', 'Q', 'g', 'w', '-', '_', '.', '=', ' '] {
            let mut changed: Vec<char> = token.chars().collect();
            changed[at] = letter;
            let changed: String = changed.into_iter().collect();
            assert_eq!(refusal(&changed).is_some(), changed != token, "{changed}");
        }
    }
}

#[test]
fn claims_of_another_are_not_put_into_a_token() {
    let token = issue(&keys(), &claims()).unwrap();
    let parts: Vec<&str> = token.split('.').collect();
    let payload = part(&with(good_claims(), "adm", json!(true)));
    assert_eq!(refusal(&format!("{}.{payload}.{}", parts[0], parts[2])), Some(Invalid::Signature));
}

#[test]
fn holds_until_its_end_and_not_a_moment_longer() {
    let token = issue(&keys(), &claims()).unwrap();
    let at = |millis: i64| verify(&keys(), &token, Timestamp(millis), ISSUER, AUDIENCE).err();
    assert_eq!(at(1_764_000_599_999), None);
    assert_eq!(at(1_764_000_600_000), Some(Invalid::Expired));
    assert_eq!(at(i64::MAX), Some(Invalid::Expired));
    // The clock of whoever issued it may be a minute ahead.
    assert_eq!(at(1_763_999_940_000), None);
    assert_eq!(at(1_763_999_939_999), Some(Invalid::Early));
    assert_eq!(at(i64::MIN), Some(Invalid::Early));
}

#[test]
fn is_for_one_hub_and_one_service() {
    let token = issue(&keys(), &claims()).unwrap();
    assert_eq!(verify(&keys(), &token, NOW, "elsewhere", AUDIENCE), Err(Invalid::Issuer));
    assert_eq!(verify(&keys(), &token, NOW, ISSUER, "elsewhere"), Err(Invalid::Audience));
    assert_eq!(verify(&keys(), &token, NOW, "", ""), Err(Invalid::Issuer));
    let several = forged(&good_header(), &with(good_claims(), "aud", json!([AUDIENCE, "elsewhere"])), &ours());
    assert_eq!(refusal(&several), Some(Invalid::Malformed));
}

#[test]
fn every_claim_is_needed() {
    for name in good_claims().as_object().unwrap().keys() {
        assert_eq!(
            refusal(&forged(&good_header(), &without(good_claims(), name), &ours())),
            Some(Invalid::Malformed),
            "{name}"
        );
    }
    let wrong = [
        ("exp", json!("1764000600")),
        ("exp", json!(1e300)),
        ("exp", json!(i64::MAX)),
        ("sub", json!("ses_0")),
        ("adm", json!(1)),
    ];
    for (name, value) in wrong {
        let token = forged(&good_header(), &with(good_claims(), name, value), &ours());
        assert_eq!(refusal(&token), Some(Invalid::Malformed), "{name}");
    }
    // Said twice: no two readers may understand it differently.
    let twice = good_claims().to_string().replacen('{', r#"{"adm":true,"#, 1);
    let message = format!("{}.{}", part(&good_header()), URL_SAFE_NO_PAD.encode(twice));
    let pair = Ed25519KeyPair::from_pkcs8(ours().bytes()).unwrap();
    let token = format!("{message}.{}", URL_SAFE_NO_PAD.encode(pair.sign(message.as_bytes())));
    assert_eq!(refusal(&token), Some(Invalid::Malformed));
}

#[test]
fn keys_are_exchanged_without_signing_anybody_out() {
    let before = issue(&keys(), &claims()).unwrap();
    let both = Keys::new(vec![signing(&[66]), ours()]).unwrap();
    let after = issue(&both, &claims()).unwrap();
    for token in [&before, &after] {
        assert_eq!(verify(&both, token, NOW, ISSUER, AUDIENCE), Ok(claims()));
    }
    assert_eq!(both.signing().kid(), signing(&[66]).kid());
    assert_eq!(jwks(&both)["keys"].as_array().unwrap().len(), 2);
    let only_new = Keys::new(vec![signing(&[66])]).unwrap();
    assert_eq!(verify(&only_new, &before, NOW, ISSUER, AUDIENCE), Err(Invalid::Key));
    assert!(Keys::new(Vec::new()).is_none());
}

#[test]
fn a_key_is_kept_and_read_again_and_shown_to_nobody() {
    let made = ours();
    let read = SigningKey::read("2026-01", made.bytes()).unwrap();
    assert_eq!(read.kid(), "2026-01");
    assert_eq!(read.bytes(), made.bytes());
    for wrong in [&[][..], &[1; 32], &made.bytes()[1..], PUBLIC.as_bytes()] {
        assert_eq!(SigningKey::read("2026-01", wrong).err(), Some(UnusableKey));
    }
    let shown = format!("{made:?} {:?}", keys());
    assert_eq!(
        shown,
        format!(
            "SigningKey {{ kid: {THUMBPRINT:?}, .. }} Keys {{ signing: {THUMBPRINT:?}, accepted: [{THUMBPRINT:?}] }}"
        )
    );
}

proptest! {
    #[test]
    fn reads_what_it_writes(user: u128, session: u128, adm: bool, millis in 0_i64..4_000_000_000_000, seconds in 1_u64..1_000_000) {
        let now = Timestamp(millis);
        let chance = user.to_be_bytes();
        let life = Duration::from_secs(seconds);
        let claims = Claims::fresh("a hub", UserId(user), SessionId(session), adm, now, life, &Repeatable(&chance));
        let token = issue(&keys(), &claims).unwrap();
        let read = verify(&keys(), &token, claims.iat, "a hub", AUDIENCE);
        prop_assert_eq!(read, Ok(claims));
    }

    #[test]
    fn any_text_is_looked_at_without_falling_over(text in "\\PC{0,40}(\\.\\PC{0,40}){0,4}") {
        prop_assert!(refusal(&text).is_some());
    }
}
