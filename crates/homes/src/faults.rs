//! Sentences for slips that several forms share.

use kernel::{EmailFault, PhoneFault};
use web::Shell;

use crate::typed::MeasureFault;

pub fn measure(s: &Shell, fault: MeasureFault) -> String {
    s.t(match fault {
        MeasureFault::NotAFigure => "fault-measure",
        MeasureFault::OutOfReach => "fault-measure-range",
    })
    .to_owned()
}

pub fn date(s: &Shell) -> String {
    s.t("fault-date").to_owned()
}

pub fn phone(s: &Shell, fault: PhoneFault) -> String {
    s.t(match fault {
        PhoneFault::Empty => "fault-phone-empty",
        PhoneFault::Letters => "fault-phone-letters",
        PhoneFault::Several => "fault-phone-several",
        PhoneFault::TooShort => "fault-phone-short",
        PhoneFault::TooLong => "fault-phone-long",
        PhoneFault::NotMobile => "fault-phone-mobile",
    })
    .to_owned()
}

pub fn email(s: &Shell, _: EmailFault) -> String {
    s.t("fault-email").to_owned()
}
