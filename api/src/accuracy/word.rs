//! The words of the truth as those of the answers. They are equal, and the compiler sees to it that none is left out.

use tellergraph_seeder::truth;
use tellergraph_segmentation::answer::{AgeGroup, ChannelPreference, DigitalAdoption, LifeStage, Trigger};

pub(super) const fn age_group(truth: truth::AgeGroup) -> AgeGroup {
    match truth {
        truth::AgeGroup::Minor => AgeGroup::Minor,
        truth::AgeGroup::YoungAdult => AgeGroup::YoungAdult,
        truth::AgeGroup::YoungProfessional => AgeGroup::YoungProfessional,
        truth::AgeGroup::MiddleAged => AgeGroup::MiddleAged,
        truth::AgeGroup::Retiree => AgeGroup::Retiree,
        truth::AgeGroup::Senior => AgeGroup::Senior,
    }
}

pub(super) const fn digital_adoption(truth: truth::Level) -> DigitalAdoption {
    match truth {
        truth::Level::NonUser => DigitalAdoption::NonUser,
        truth::Level::Low => DigitalAdoption::Low,
        truth::Level::Medium => DigitalAdoption::Medium,
        truth::Level::High => DigitalAdoption::High,
    }
}

pub(super) const fn channel_preference(truth: truth::Preference) -> ChannelPreference {
    match truth {
        truth::Preference::Digital => ChannelPreference::Digital,
        truth::Preference::InPerson => ChannelPreference::InPerson,
        truth::Preference::RemoteAssisted => ChannelPreference::RemoteAssisted,
        truth::Preference::Hybrid => ChannelPreference::Hybrid,
    }
}

pub(super) const fn life_stage(truth: truth::Stage) -> LifeStage {
    match truth {
        truth::Stage::Minor => LifeStage::Minor,
        truth::Stage::Student => LifeStage::Student,
        truth::Stage::StartingCareer => LifeStage::StartingCareer,
        truth::Stage::NewlyMarried => LifeStage::NewlyMarried,
        truth::Stage::YoungFamily => LifeStage::YoungFamily,
        truth::Stage::EstablishedFamily => LifeStage::EstablishedFamily,
        truth::Stage::EmptyNester => LifeStage::EmptyNester,
        truth::Stage::NearingRetirement => LifeStage::NearingRetirement,
        truth::Stage::Retired => LifeStage::Retired,
        truth::Stage::EstablishedCouple => LifeStage::EstablishedCouple,
        truth::Stage::EstablishedSingle => LifeStage::EstablishedSingle,
        truth::Stage::NotApplicable => LifeStage::NotApplicable,
    }
}

pub(super) const fn trigger(truth: truth::LifeEventKind) -> Trigger {
    match truth {
        truth::LifeEventKind::FirstSalary => Trigger::FirstSalary,
        truth::LifeEventKind::PayrollStarted => Trigger::PayrollStarted,
        truth::LifeEventKind::JustMarried => Trigger::JustMarried,
        truth::LifeEventKind::NewChild => Trigger::NewChild,
        truth::LifeEventKind::ChildTurns18 => Trigger::ChildTurns18,
        truth::LifeEventKind::SalaryStopped => Trigger::SalaryStopped,
        truth::LifeEventKind::SalaryRise => Trigger::SalaryRise,
    }
}
