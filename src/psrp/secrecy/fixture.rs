//! Keys for tests, made and encrypted by psrpcore 0.3.1: `create_keypair`, then `encrypt_session_key` with the bytes 0
//! to 31, and with the bytes 0 to 15.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use zeroize::Zeroizing;

use super::{ExchangeKey, SessionKey};

const P: &str = "3GuaXOPpQI9n7W29HSi65+hgKhZpi8EuIhP3A9OuTpnZZjJkMUhm5Uyw7LqBPcJK5DWCpL8G8lN5k2aYo1qWjutM+DJd5l6rpSVZQENnL6eX58Qx1MOXruIGYkOKAK1MvayZp5k8Dd2VNd/rfptM7+77rQ8Ve+IRG4ioqn3fwbM=";
const Q: &str = "xu/xWl5Wx1N9IReESxCJAMYEGAc7zw+1+WTbOn4zdyqRGyBvsRdAjg5Vw2mpDA3DPqTAb2bfmTkS6mEp7ttUPvXK3+ap6SWnGi7Jk5JO+NKmbGPrmUTZTdS41ir7keDPz0M0kI4v/mIVa7B3BiiGPOGqxJuGY4MkvZq7E1ipDY8=";
/// What psrpcore sends for the public half.
pub(crate) const PUBLIC: &str = "BgIAAACkAABSU0ExAAgAAAEAAQD9Sf4TNgSAvIccFmvPBagqDGnjudPphqsDfdkGU4sSbIoZXJUV8pyU2ldSQsf8vG/9hx8kVRlVn33Ga8Eeul/J0JOZJ0Yl8YecKo1YFuUWzW2fYvQBoQAG+cvbOtkzt0156kra3ZC4Do3qWA/eslAFWGVSaODbrn9oqOfPQ/uQ3VYPRqEN/LzNSsZCep7RLtMaIah8oARwD/go6D3+15z5t8NmaBtMYWo2J0QfsWueOtBmHiu6QqyHPM114IvaCmqT7ru+IEfdDTvPnAvGQd3imzBwq5sohF7m01bX0G2IiuGfr34xHmPAjsQ1w5o6A/O7z0YoodyNZFwgXxCo0Umr";
/// The session key, encrypted for the pair.
pub(crate) const SESSION: &str = "AQIAABBmAAAApAAAptI23xmjW/56CXPw2UdKXdKlL9q0hBfCQyG5yGcLyt6J/B7fril+f3rC+tK72p0WhgJMZ+AqlDTRw20E7zNisgrxSB4pe+fZYQb/LBBNO2OaEvSNr6i8Lgfp/N0x46xXWKGcVhcPcbDhxyvf2fUYMZLhANGPV2Bw6j5sP5/Hb/LB8DD080KxmGN0UhhEtzEG2EW/EQt4fOq4TLby+ivrdO5Fwr7heQHeDb0yhWV+gArsEuK5brc1hi2W07GDhrVZ5LdFjULi5u1U0s01HCwjDclfuFdOtzMnkFCfUj3T2BhxjObTPB7hd7+R29DBpUEpdc1aS+GnWt8cBEzX6bESgw==";
/// A key of half the length.
pub(crate) const SHORT: &str = "AQIAABBmAAAApAAAYNEFifjUZ4i5fyQ8nX80sLP4BzcS9g0dr+/exd8xK/M7ofk/TXQSXLE8YRt7hOeQnSIDXz0SNFvqok1IluBiN79yYfy6X71aGaMgjtnW5LE6S4ErJIw8g7AN6so6jxdKzB7ZQof5W8IIz708fCMu46whgUhZj+8ZyUJ3ow/uFtTCEUwFwBvkjRA709uKCToa9nZRElNZrypFeFfVCALzUhBT858yIIGSGOqEEi3Sw+jmqJrcCim9pDnObeUrQe9dCQzPrmd+GxAuJDZ2+QVSxtlnLHngDq/tBFYGr9F+9vLjvkVd8t5Lspq5XZBWyb5tCJ5eY5bh4jaiGVCxtpy7lQ==";

pub(crate) fn bytes(base64: &str) -> Vec<u8> {
    BASE64_STANDARD.decode(base64).unwrap()
}

pub(crate) fn exchange_key() -> ExchangeKey {
    ExchangeKey::from_primes(&bytes(P), &bytes(Q)).unwrap()
}

pub(crate) fn session_key() -> SessionKey {
    let mut key = Zeroizing::new([0; SessionKey::LEN]);
    (0..)
        .zip(key.iter_mut())
        .for_each(|(index, byte)| *byte = index);
    SessionKey::new(key)
}
