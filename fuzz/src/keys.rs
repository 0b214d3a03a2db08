//! A key pair and a session key encrypted for it, made by psrpcore 0.3.1: `create_keypair`, then `encrypt_session_key`
//! with the bytes 0 to 31.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use pchat_console::psrp::secrecy::ExchangeKey;

const P: &str = "3GuaXOPpQI9n7W29HSi65+hgKhZpi8EuIhP3A9OuTpnZZjJkMUhm5Uyw7LqBPcJK5DWCpL8G8lN5k2aYo1qWjutM+DJd5l6rpSVZQENnL6eX58Qx1MOXruIGYkOKAK1MvayZp5k8Dd2VNd/rfptM7+77rQ8Ve+IRG4ioqn3fwbM=";
const Q: &str = "xu/xWl5Wx1N9IReESxCJAMYEGAc7zw+1+WTbOn4zdyqRGyBvsRdAjg5Vw2mpDA3DPqTAb2bfmTkS6mEp7ttUPvXK3+ap6SWnGi7Jk5JO+NKmbGPrmUTZTdS41ir7keDPz0M0kI4v/mIVa7B3BiiGPOGqxJuGY4MkvZq7E1ipDY8=";

/// What a server answers to the public half of the pair.
pub(crate) const SESSION: &str = "AQIAABBmAAAApAAAptI23xmjW/56CXPw2UdKXdKlL9q0hBfCQyG5yGcLyt6J/B7fril+f3rC+tK72p0WhgJMZ+AqlDTRw20E7zNisgrxSB4pe+fZYQb/LBBNO2OaEvSNr6i8Lgfp/N0x46xXWKGcVhcPcbDhxyvf2fUYMZLhANGPV2Bw6j5sP5/Hb/LB8DD080KxmGN0UhhEtzEG2EW/EQt4fOq4TLby+ivrdO5Fwr7heQHeDb0yhWV+gArsEuK5brc1hi2W07GDhrVZ5LdFjULi5u1U0s01HCwjDclfuFdOtzMnkFCfUj3T2BhxjObTPB7hd7+R29DBpUEpdc1aS+GnWt8cBEzX6bESgw==";

pub(crate) fn exchange_key() -> ExchangeKey {
    let [p, q] = [P, Q].map(|prime| BASE64_STANDARD.decode(prime).unwrap());
    ExchangeKey::from_primes(&p, &q).unwrap()
}
