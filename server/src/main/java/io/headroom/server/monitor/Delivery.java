package io.headroom.server.monitor;

/**
 * How one try to tell an event ended.
 *
 * @param words what went wrong, for the log
 */
record Delivery(Result result, String words) {
    enum Result {
        DELIVERED,
        /** May go better later. */
        FAILED,
        /** Will be refused every time. */
        REFUSED
    }
}
