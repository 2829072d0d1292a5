package io.headroom.server.lock;

/** Whether a lock tolerates others (RFC 4918 §6.2). */
public enum LockScope {
    EXCLUSIVE,
    SHARED
}
