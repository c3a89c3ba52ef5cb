//! The checksum at the end of a payload.

/// CRC-16/CCITT-FALSE: polynomial 0x1021, begun with 0xFFFF, not reflected, nothing added at the end (EMVCo QR, §4.7.3).
pub fn crc16(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xFFFF, |crc, byte| {
        (0..8).fold(crc ^ (u16::from(*byte) << 8), |crc, _| {
            if crc & 0x8000 == 0 { crc << 1 } else { (crc << 1) ^ 0x1021 }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::crc16;

    #[test]
    fn the_check_value_of_the_catalogue() {
        assert_eq!(crc16(b"123456789"), 0x29B1);
    }
}
