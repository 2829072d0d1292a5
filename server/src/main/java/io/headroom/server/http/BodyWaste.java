package io.headroom.server.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;

/**
 * Reads and drops the small rest of a body whose request is answered, as it comes in, with no thread in between. Called by one
 * thread at a time; the container does that.
 */
final class BodyWaste implements ReadListener, AsyncListener {
    private static final int BUFFER = 16 * 1024;

    private final AsyncContext rest;
    private final ServletInputStream input;

    BodyWaste(AsyncContext rest, ServletInputStream input) {
        this.rest = rest;
        this.input = input;
    }

    @Override
    public void onDataAvailable() throws IOException {
        byte[] waste = new byte[BUFFER];
        while (input.isReady() && input.read(waste) >= 0) {
            // Dropped.
        }
    }

    @Override
    public void onAllDataRead() {
        rest.complete();
    }

    /** The client broke off; it has its answer. */
    @Override
    public void onError(Throwable failure) {
        rest.complete();
    }

    /** Patience ends; the container closes what can't be used any more. */
    @Override
    public void onTimeout(AsyncEvent event) {
        rest.complete();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        // Nothing is held.
    }

    @Override
    public void onError(AsyncEvent event) {
        // Comes after the other one, which ended it.
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // Never started again.
    }
}
