//! The table of contents: every route with its method, path and door. A handler that does not begin with a door does
//! not compile, so that the sweeps and `who-may.txt` can go through the list and miss nothing.

use axum::{
    Router,
    extract::DefaultBodyLimit,
    handler::Handler,
    routing::{self, MethodRouter},
};

use crate::{Anyone, Capability, Group, May, Operator, SignedIn, Store, Ticket, TicketKind};

/// What stands before a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DoorKind {
    Anyone,
    SignedIn,
    Member(&'static str),
    Ticket(&'static str),
    Group,
    Operator,
}

/// An extractor that proves something about the caller.
pub trait Door {
    const KIND: DoorKind;
}

impl Door for Anyone {
    const KIND: DoorKind = DoorKind::Anyone;
}
impl Door for SignedIn {
    const KIND: DoorKind = DoorKind::SignedIn;
}
impl<C: Capability> Door for May<C> {
    const KIND: DoorKind = DoorKind::Member(C::NAME);
}
impl<K: TicketKind> Door for Ticket<K> {
    const KIND: DoorKind = DoorKind::Ticket(K::NAME);
}
impl Door for Group {
    const KIND: DoorKind = DoorKind::Group;
}
impl Door for Operator {
    const KIND: DoorKind = DoorKind::Operator;
}

/// The argument list of a handler that begins with a door. (axum's first element is its own marker.)
pub trait FirstDoor {
    const KIND: DoorKind;
}

macro_rules! first_door {
    ($($rest:ident),*) => {
        impl<M, D: Door, $($rest),*> FirstDoor for (M, D, $($rest,)*) {
            const KIND: DoorKind = D::KIND;
        }
    };
}
first_door!();
first_door!(A);
first_door!(A, B);
first_door!(A, B, C);
first_door!(A, B, C, E);
first_door!(A, B, C, E, F);
first_door!(A, B, C, E, F, G);
first_door!(A, B, C, E, F, G, H);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    Get,
    Post,
    Patch,
    Put,
    Delete,
}

impl Method {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// One line of the table.
#[derive(Clone, Debug)]
pub struct Route {
    pub room: &'static str,
    pub method: Method,
    pub path: &'static str,
    pub door: DoorKind,
}

/// A room's routes, and the router they make.
#[derive(Debug)]
pub struct Routes {
    room: &'static str,
    router: Router<Store>,
    table: Vec<Route>,
}

impl Routes {
    pub fn new(room: &'static str) -> Self {
        Self { room, router: Router::new(), table: Vec::new() }
    }

    pub fn get<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, Store>,
        T: FirstDoor + 'static,
    {
        self.add(Method::Get, path, T::KIND, routing::get(handler))
    }

    pub fn post<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, Store>,
        T: FirstDoor + 'static,
    {
        self.add(Method::Post, path, T::KIND, routing::post(handler))
    }

    pub fn patch<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, Store>,
        T: FirstDoor + 'static,
    {
        self.add(Method::Patch, path, T::KIND, routing::patch(handler))
    }

    pub fn put<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, Store>,
        T: FirstDoor + 'static,
    {
        self.add(Method::Put, path, T::KIND, routing::put(handler))
    }

    pub fn delete<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, Store>,
        T: FirstDoor + 'static,
    {
        self.add(Method::Delete, path, T::KIND, routing::delete(handler))
    }

    /// A POST whose body may be larger than a form: a file of up to `limit_bytes`.
    pub fn upload<H, T>(self, path: &'static str, limit_bytes: usize, handler: H) -> Self
    where
        H: Handler<T, Store>,
        T: FirstDoor + 'static,
    {
        let route = routing::post(handler).layer(DefaultBodyLimit::max(limit_bytes));
        self.add(Method::Post, path, T::KIND, route)
    }

    /// Puts another slice's or room's routes behind these.
    pub fn and(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.table.extend(other.table);
        self
    }

    pub fn table(&self) -> &[Route] {
        &self.table
    }

    pub fn into_router(self) -> Router<Store> {
        self.router
    }

    fn add(mut self, method: Method, path: &'static str, door: DoorKind, route: MethodRouter<Store>) -> Self {
        self.table.push(Route { room: self.room, method, path, door });
        self.router = self.router.route(path, route);
        self
    }
}
