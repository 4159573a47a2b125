//! Which made-up bank the database was filled with.

use sea_orm::sea_query::{Expr, ExprTrait as _, Order, Query};
use sea_orm::{EntityName as _, IdenStatic as _};
use tellergraph_entity::gen_run::{COMPLETE, Column, Entity};

use crate::graphql::catalog::{Aside, ColumnType, Computed, Field, Input, Kind};
use crate::graphql::run::Cell;

const RUN: &[Input] = &[Input::Aside(&NEWEST)];

pub(super) fn id() -> Field {
    Field {
        name: "datasetId",
        doc: "Which made-up bank `tellergraph seed` has filled the database with: 64 hexadecimal digits, of which equal ones \
              stand for equal rows. Rows that were changed since are not seen in it. Null when no seed has filled it, so \
              that the rows are a bank's own, and before the first refresh.",
        kind: Kind::Computed(Computed {
            ty: ColumnType::Text,
            inputs: RUN,
            compute: |cells, _| match cells {
                [Cell::Text(id)] => Some(Cell::Text(id.clone())),
                _ => None,
            },
            nullable: true,
        }),
    }
}

static NEWEST: Aside = Aside {
    name: "dataset_id",
    ty: ColumnType::Text,
    select: || {
        Query::select()
            .column((Entity.table_name(), Column::DatasetId.as_str()))
            .from(Entity.table_name())
            .and_where(Expr::col((Entity.table_name(), Column::Status.as_str())).eq(COMPLETE))
            .order_by((Entity.table_name(), Column::RunId.as_str()), Order::Desc)
            .limit(1)
            .take()
    },
};
