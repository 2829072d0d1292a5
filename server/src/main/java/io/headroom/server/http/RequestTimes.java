package io.headroom.server.http;

/** How long a request waited for its client, in nanoseconds. For one thread. */
final class RequestTimes {
    private long reading;
    private long writing;

    void read(long nanos) {
        reading += nanos;
    }

    void wrote(long nanos) {
        writing += nanos;
    }

    /** For bytes of the body. */
    long reading() {
        return reading;
    }

    /** For the answer to be taken. */
    long writing() {
        return writing;
    }
}
