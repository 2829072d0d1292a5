package io.headroom.server.exchange;

import io.headroom.server.access.Access;
import io.headroom.server.account.Identity;

/** Who asks, and what that person may do. */
public record Caller(Identity identity, Access access) {}
