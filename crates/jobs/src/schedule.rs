//! The daily round: at every full hour, the complexes whose own clocks show the hour of a daily job get that job.

use kernel::{Instant, Zone};
use serde::{Deserialize, Serialize};

use crate::{JobFault, PlatformJob, PlatformScope, Tools, put::Order, run::ByClock, sql};

/// A job that every complex gets once a day.
#[derive(Clone, Debug)]
pub(crate) struct Daily {
    pub hour: u32,
    pub order: Order,
}

impl Daily {
    fn is_due(&self, zone: Zone, at: Instant) -> bool {
        use chrono::Timelike as _;
        zone.local(at).hour() == self.hour
    }
}

#[derive(Default, Serialize, Deserialize)]
pub(crate) struct GoRound;

impl PlatformJob for GoRound {
    const NAME: &'static str = "jobs.go_round";

    async fn run(self, scope: PlatformScope, tools: &Tools) -> Result<(), JobFault> {
        let at = tools.need::<ByClock>().map_or_else(|_| scope.now(), |by_clock| by_clock.ts);
        for daily in tools.need::<Vec<Daily>>()? {
            for zone in Zone::ALL.into_iter().filter(|zone| daily.is_due(*zone, at)) {
                sql::enqueue_everywhere(
                    scope.owner(),
                    &daily.order,
                    zone,
                    &format!("daily {}", zone.date(at)),
                )
                .await?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone as _, Utc};
    use serde_json::Value;

    use super::*;

    #[test]
    fn six_in_the_morning_comes_to_jayapura_two_hours_before_jakarta() {
        let daily =
            Daily { hour: 6, order: Order { name: "dues.remind", payload: Value::Null, max_attempts: 1 } };
        let before_dawn = Utc.with_ymd_and_hms(2026, 11, 21, 21, 0, 0).unwrap();
        let dawn = Utc.with_ymd_and_hms(2026, 11, 21, 23, 0, 0).unwrap();
        assert!(daily.is_due(Zone::Wit, before_dawn));
        assert!(!daily.is_due(Zone::Wib, before_dawn));
        assert!(daily.is_due(Zone::Wib, dawn));
        assert!(!daily.is_due(Zone::Wit, dawn));
    }
}
