//! Which addresses are public: the IANA special-purpose registries, with the forms that hide an IPv4 address in an IPv6 one.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// How an address is treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Reachable from anywhere.
    Public,
    /// Private, loopback, reserved: reached only where the operator allows such addresses.
    Special,
    /// Link-local (cloud metadata), multicast: reached only where the operator names them.
    Guarded,
}

/// IPv4: first address, prefix length, kind, what it is.
const V4: [(u32, u32, Kind, &str); 18] = [
    (addr(0, 0, 0, 0), 8, Kind::Special, "an unspecified"),
    (addr(10, 0, 0, 0), 8, Kind::Special, "a private"),
    (addr(100, 100, 100, 200), 32, Kind::Guarded, "a cloud metadata"),
    (addr(100, 64, 0, 0), 10, Kind::Special, "a carrier-grade NAT"),
    (addr(127, 0, 0, 0), 8, Kind::Special, "a loopback"),
    (addr(168, 63, 129, 16), 32, Kind::Guarded, "a cloud metadata"),
    (addr(169, 254, 0, 0), 16, Kind::Guarded, "a link-local (cloud metadata)"),
    (addr(172, 16, 0, 0), 12, Kind::Special, "a private"),
    (addr(192, 0, 0, 0), 24, Kind::Special, "a reserved"),
    (addr(192, 0, 2, 0), 24, Kind::Special, "a documentation"),
    (addr(192, 88, 99, 0), 24, Kind::Special, "a 6to4 relay"),
    (addr(192, 168, 0, 0), 16, Kind::Special, "a private"),
    (addr(198, 18, 0, 0), 15, Kind::Special, "a benchmarking"),
    (addr(198, 51, 100, 0), 24, Kind::Special, "a documentation"),
    (addr(203, 0, 113, 0), 24, Kind::Special, "a documentation"),
    (addr(224, 0, 0, 0), 4, Kind::Guarded, "a multicast"),
    (addr(255, 255, 255, 255), 32, Kind::Guarded, "a broadcast"),
    (addr(240, 0, 0, 0), 4, Kind::Special, "a reserved"),
];

const fn addr(a: u8, b: u8, c: u8, d: u8) -> u32 {
    u32::from_be_bytes([a, b, c, d])
}

pub(super) fn kind(address: IpAddr) -> Kind {
    classify(address).0
}

/// What the address is, with its article: `a loopback`.
pub(super) fn name(address: IpAddr) -> &'static str {
    classify(address).1
}

fn classify(address: IpAddr) -> (Kind, &'static str) {
    match address {
        IpAddr::V4(address) => classify_v4(address),
        IpAddr::V6(address) => classify_v6(address),
    }
}

fn classify_v4(address: Ipv4Addr) -> (Kind, &'static str) {
    let bits = address.to_bits();
    V4.iter()
        .find(|(first, length, ..)| (bits ^ first) >> (32 - length) == 0)
        .map_or((Kind::Public, "a public"), |&(.., kind, name)| (kind, name))
}

fn classify_v6(address: Ipv6Addr) -> (Kind, &'static str) {
    let bits = address.to_bits();
    let within = |first: u128, length: u32| (bits ^ (first << 112)) >> (128 - length) == 0;
    let embedded = |shift: u32| classify_v4(Ipv4Addr::from_bits(((bits >> shift) & 0xffff_ffff) as u32));
    match bits {
        0 => return (Kind::Special, "an unspecified"),
        1 => return (Kind::Special, "a loopback"),
        0xfd00_0ec2_0000_0000_0000_0000_0000_0254 => return (Kind::Guarded, "a cloud metadata"),
        _ => {}
    }
    // IPv4-mapped, IPv4-compatible and IPv4-translated (SIIT), then NAT64, then 6to4: all of them lead to the IPv4 address.
    if bits >> 32 == 0xffff || bits >> 32 == 0 || bits >> 32 == 0xffff_0000 || bits >> 32 == 0x0064_ff9b << 64 {
        return embedded(0);
    }
    if within(0x2002, 16) {
        return embedded(80);
    }
    // Teredo carries the client's IPv4 address inverted; nobody needs it for an API.
    if bits >> 96 == 0x2001_0000 {
        return (Kind::Special, "a Teredo");
    }
    if bits >> 80 == 0x0064_ff9b_0001 {
        return (Kind::Special, "a local NAT64");
    }
    if within(0xfe80, 10) {
        return (Kind::Guarded, "a link-local");
    }
    if within(0xff00, 8) {
        return (Kind::Guarded, "a multicast");
    }
    if within(0xfc00, 7) {
        return (Kind::Special, "a private (unique local)");
    }
    if bits >> 96 == 0x2001_0db8 || bits >> 108 == 0x3fff0 {
        return (Kind::Special, "a documentation");
    }
    // 2001::/23 is for protocol assignments (ORCHID and others); beside 2000::/3 nothing is global unicast.
    if bits >> 105 == 0x2001_0000 >> 9 || !within(0x2000, 3) {
        return (Kind::Special, "a reserved");
    }
    (Kind::Public, "a public")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_special_form_is_seen() {
        let special = "\
            0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.127.255.255 127.0.0.1 127.255.0.1 172.16.0.1 172.31.255.255 \
            192.0.0.8 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9 \
            240.0.0.1 :: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:0:10.0.0.1 64:ff9b::7f00:1 \
            64:ff9b::a00:1 64:ff9b:1::1 2002:7f00:1:: 2002:a00:1::1 2002:c0a8:101:: 2001::1 2001:db8::1 \
            2001:10::1 3fff::1 fc00::1 fd12:3456::1 100::1 fec0::1 5f00::1";
        for text in special.split_whitespace() {
            assert_eq!(kind(text.parse().unwrap()), Kind::Special, "{text}");
        }
        let guarded = "\
            169.254.169.254 169.254.170.2 100.100.100.200 168.63.129.16 224.0.0.1 239.255.255.255 \
            255.255.255.255 fe80::1 febf::1 ff02::1 fd00:ec2::254 ::ffff:169.254.169.254 64:ff9b::a9fe:a9fe \
            2002:a9fe:a9fe::";
        for text in guarded.split_whitespace() {
            assert_eq!(kind(text.parse().unwrap()), Kind::Guarded, "{text}");
        }
        let public = "\
            1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 128.0.0.1 172.15.255.255 \
            172.32.0.0 192.167.255.255 198.17.0.0 198.20.0.0 223.255.255.255 2606:4700::1111 \
            2001:4860:4860::8888 2a00:1450::1 ::ffff:8.8.8.8 64:ff9b::808:808 2002:808:808::1";
        for text in public.split_whitespace() {
            assert_eq!(kind(text.parse().unwrap()), Kind::Public, "{text}");
        }
    }
}
