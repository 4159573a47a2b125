//! Rows of `relationships`: customer 1 is the type of customer 2.

use crate::household::shape::{Bond, Shape};
use crate::person::Person;
use crate::plan::Plan;
use crate::stream::Draw;

/// What one member is to another.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tie {
    /// The member who is something to the other.
    pub(crate) one: usize,
    pub(crate) other: usize,
    pub(crate) kind: &'static str,
}

impl Tie {
    /// True where it holds in both directions; the smaller id stands first then.
    pub(crate) fn is_symmetric(&self) -> bool {
        matches!(self.kind, "spouse" | "partner" | "ex_spouse" | "sibling" | "joint_holder" | "other")
    }
}

/// The ties of a household. `joint` says whether the couple holds accounts together.
pub(crate) fn ties(plan: &Plan, shape: &Shape, people: &[Person], joint: bool, draw: &mut Draw) -> Vec<Tie> {
    let mut ties = Vec::new();
    let mut add = |one, kind, other| ties.push(Tie { one, other, kind });
    if let (Some(bond), true) = (shape.bond_on(plan.as_of()), people.len() > 1) {
        add(0, bond_code(bond), 1);
        if joint {
            add(0, "joint_holder", 1);
        }
    }
    let children: Vec<_> = (0..people.len()).filter(|index| shape.members[*index].is_child).collect();
    for child in &children {
        for head in 0..shape.heads() {
            if head > 0 && draw.chance(plan.noise(120)) {
                continue;
            }
            if shape.guardian {
                add(head, "guardian", *child);
            } else if draw.chance(80) {
                add(*child, "child", head);
            } else {
                add(head, "parent", *child);
            }
        }
        if people[*child].age >= 25 && people[0].age >= 68 && draw.chance(300) {
            add(*child, "power_of_attorney", 0);
        }
    }
    for pair in children.windows(2) {
        if draw.chance(800) {
            add(pair[0], "sibling", pair[1]);
        }
    }
    ties
}

const fn bond_code(bond: Bond) -> &'static str {
    match bond {
        Bond::Married => "spouse",
        Bond::Partners => "partner",
        Bond::Divorced => "ex_spouse",
        Bond::Housemates => "other",
    }
}
