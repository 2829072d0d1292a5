package io.headroom.server.http;

import io.headroom.spi.error.InsufficientStorageException;

/**
 * Hears of every request, for those who count them. Called by the threads that answer, so it is quick and throws nothing.
 * Thread-safe.
 */
public interface RequestListener {
    /** Hears nothing. */
    RequestListener NONE = new RequestListener() {
        @Override
        public void began() {}

        @Override
        public void ended(String method, int status, long nanos) {}

        @Override
        public void refused(String method, InsufficientStorageException cause) {}
    };

    /** Somebody works on a request. */
    void began();

    /**
     * Nobody does any more; once for each {@link #began}.
     *
     * @param method as the client wrote it
     * @param status that the client got, or would have if it had not gone away
     * @param nanos how long it took, the bodies included
     */
    void ended(String method, int status, long nanos);

    /**
     * There was no room for a request or a part of it: a 507 on the status line, or the first one inside a 207. Never for a
     * 507 that means something else.
     */
    void refused(String method, InsufficientStorageException cause);
}
