//! How the bank and a customer spoke.

use super::vocabulary;

vocabulary! {
    "communication_type";
    /// How the bank and a customer spoke with each other.
    pub enum CommunicationType {
        /// A message in the bank's app.
        AppMessage = "app_message" / "APP_MESSAGE",
        /// A chat on the bank's site.
        WebChat = "web_chat" / "WEB_CHAT",
        /// An e-mail.
        Email = "email" / "EMAIL",
        /// A text message.
        Sms = "sms" / "SMS",
        /// A log-in to the app.
        AppSession = "app_session" / "APP_SESSION",
        /// A log-in to online banking.
        WebSession = "web_session" / "WEB_SESSION",
        /// A visit to a branch.
        BranchVisit = "branch_visit" / "BRANCH_VISIT",
        /// A telephone call.
        PhoneCall = "phone_call" / "PHONE_CALL",
        /// A letter.
        Letter = "letter" / "LETTER",
        /// A video call with staff.
        VideoCall = "video_call" / "VIDEO_CALL",
        /// The column is empty or its text is none of the known codes.
        Unknown = "unknown" / "UNKNOWN",
    }
    aliases {
        "e_mail" => Email,
        "call" => PhoneCall,
        "visit" => BranchVisit,
        "push" => AppMessage,
        "text" => Sms,
    }
}

/// What a communication says of the customer who started it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContactClass {
    /// Written over the internet or the mobile network.
    Digital,
    /// A log-in: use of a digital channel, but no contact with anybody.
    Session,
    /// Face to face.
    InPerson,
    /// With staff, at a distance.
    Remote,
}

impl CommunicationType {
    /// What a communication of this type says of the customer who started it; `None` when the type is not known.
    pub const fn class(self) -> Option<ContactClass> {
        match self {
            Self::AppMessage | Self::WebChat | Self::Email | Self::Sms => Some(ContactClass::Digital),
            Self::AppSession | Self::WebSession => Some(ContactClass::Session),
            Self::BranchVisit => Some(ContactClass::InPerson),
            Self::PhoneCall | Self::Letter | Self::VideoCall => Some(ContactClass::Remote),
            Self::Unknown => None,
        }
    }

    /// Whether the customer usually starts a communication of this type; a `dir` tag in the summary overrules it.
    pub const fn is_usually_inbound(self) -> bool {
        matches!(
            self,
            Self::BranchVisit | Self::PhoneCall | Self::WebChat | Self::VideoCall | Self::AppSession | Self::WebSession
        )
    }
}
