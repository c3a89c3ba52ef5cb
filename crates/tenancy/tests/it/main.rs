//! What tenancy promises, tried against a real PostgreSQL as the web's own role.

mod fence;
