//! The binary room: mounts the rooms.
