//! A gate in front of the connector: exactly one connect, ever.
//!
//! NTLM signs in a TCP connection, not a request. hyper's pool, however, starts a new connect while it waits for
//! the connection of the previous answer to come back (hyperium/hyper#4134), and would then send the next message
//! of a handshake, or a whole request, over a connection that nobody has signed in. With the gate a client opens
//! one connection; every later connect waits for [`PATIENCE`], so that the connection that is on its way back to
//! the pool wins the race, and then fails with [`ConnectionGone`], which means: nothing was sent.

use std::error::Error;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use tower::{Layer, Service};

/// How long a second connect waits for the first connection to be free again.
///
/// It takes microseconds when the connection lives; when the server has dropped it, this is what it costs to
/// find out.
const PATIENCE: Duration = Duration::from_millis(250);

type BoxError = Box<dyn Error + Send + Sync>;

/// The connection this client had is no longer there.
#[derive(Debug, thiserror::Error)]
#[error("the server has closed the connection")]
pub(super) struct ConnectionGone;

/// Lets one connect through; to be used with one client.
#[derive(Clone, Default)]
pub(super) struct OneConnect {
    used: Arc<AtomicBool>,
}

impl<S> Layer<S> for OneConnect {
    type Service = Gated<S>;

    fn layer(&self, connector: S) -> Self::Service {
        Gated {
            used: Arc::clone(&self.used),
            connector,
        }
    }
}

#[derive(Clone)]
pub(super) struct Gated<S> {
    used: Arc<AtomicBool>,
    connector: S,
}

impl<S, Request> Service<Request> for Gated<S>
where
    S: Service<Request, Error = BoxError>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.connector.poll_ready(cx)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        if self.used.swap(true, Ordering::AcqRel) {
            Box::pin(async {
                tokio::time::sleep(PATIENCE).await;
                Err(ConnectionGone.into())
            })
        } else {
            Box::pin(self.connector.call(request))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BoxError, ConnectionGone, OneConnect};
    use tower::{Layer as _, ServiceExt as _, service_fn};

    #[test]
    fn only_the_first_connect_of_all_clones_gets_through() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap();
        let connector = service_fn(|number: u8| async move { Ok::<u8, BoxError>(number) });
        let gated = OneConnect::default().layer(connector);
        runtime.block_on(async {
            assert_eq!(gated.clone().oneshot(1).await.unwrap(), 1);
            assert!(
                gated
                    .clone()
                    .oneshot(2)
                    .await
                    .unwrap_err()
                    .is::<ConnectionGone>()
            );
            assert!(gated.oneshot(3).await.unwrap_err().is::<ConnectionGone>());
        });
    }
}
