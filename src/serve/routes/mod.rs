pub(super) mod health;
pub(super) mod render;
