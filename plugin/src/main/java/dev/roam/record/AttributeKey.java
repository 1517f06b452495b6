package dev.roam.record;

import dev.roam.Scope;

/** Names an attribute of a session. */
public record AttributeKey(Scope scope, String name) {}
