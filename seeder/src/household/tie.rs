//! Rows of `relationships`: customer 1 is the type of customer 2.

use crate::household::shape::{Bond, Shape};
use crate::person::Person;
use crate::plan::{Ids, next};
use crate::row::RelationshipRow;
use crate::stream::Draw;

/// The ties of a household. `joint` says whether the couple holds accounts together.
pub(crate) fn rows(
    shape: &Shape,
    people: &[Person],
    joint: bool,
    draw: &mut Draw,
    ids: &mut Ids,
) -> Vec<RelationshipRow> {
    let mut rows = Vec::new();
    let mut add = |one: &Person, kind, other: &Person| {
        rows.push(RelationshipRow {
            relationship_id: next(&mut ids.relationship),
            customer1_id: one.id,
            customer2_id: other.id,
            relationship_type: kind,
        });
    };
    // Members are numbered in order, so a couple's first member has the smaller id, as symmetric types want it.
    if let (Some(bond), [first, second, ..]) = (shape.bond, people) {
        add(first, bond_code(bond), second);
        if joint {
            add(first, "joint_holder", second);
        }
    }
    let children: Vec<_> = (0..people.len()).filter(|index| shape.members[*index].is_child).collect();
    for child in &children {
        for (head, parent) in people[..shape.heads()].iter().enumerate() {
            if head > 0 && draw.chance(200) {
                continue;
            }
            if shape.guardian {
                add(parent, "guardian", &people[*child]);
            } else if draw.chance(80) {
                add(&people[*child], "child", parent);
            } else {
                add(parent, "parent", &people[*child]);
            }
        }
        if people[*child].age >= 25 && people[0].age >= 68 && draw.chance(300) {
            add(&people[*child], "power_of_attorney", &people[0]);
        }
    }
    for pair in children.windows(2) {
        if draw.chance(350) {
            add(&people[pair[0]], "sibling", &people[pair[1]]);
        }
    }
    rows
}

const fn bond_code(bond: Bond) -> &'static str {
    match bond {
        Bond::Married => "spouse",
        Bond::Partners => "partner",
        Bond::Divorced => "ex_spouse",
        Bond::Housemates => "other",
    }
}
