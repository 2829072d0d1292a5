package io.headroom.s3;

import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * A node that dies: after some calls none of its calls reaches the store any more; of the last one that does, it may not hear the answer.
 * Thread-safe.
 */
final class CutLine implements ExecutionInterceptor {
    private static final int UNCUT = 1_000_000;

    private final AtomicInteger left = new AtomicInteger(UNCUT);
    private volatile boolean lastAnswerLost;

    /** From now on so many calls go through. */
    void cutAfter(int calls, boolean answerLost) {
        lastAnswerLost = answerLost;
        left.set(calls);
    }

    /** How many calls there were since {@link #mend()}. */
    int calls() {
        return UNCUT - left.get();
    }

    boolean isCut() {
        return left.get() < 0;
    }

    void mend() {
        left.set(UNCUT);
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        if (left.decrementAndGet() < 0) {
            throw dead();
        }
    }

    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
        if (lastAnswerLost && left.get() <= 0) {
            throw dead();
        }
    }

    private static ApiCallTimeoutException dead() {
        return ApiCallTimeoutException.builder().message("the line is cut").build();
    }
}
