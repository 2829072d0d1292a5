package io.headroom.s3;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Breaks the connection after the store has done its work and before we hear of it. Thread-safe. */
final class LostAnswers implements ExecutionInterceptor {
    private final AtomicInteger left = new AtomicInteger();
    private volatile Class<? extends SdkRequest> kind = SdkRequest.class;

    /** The next answers to such requests get lost. */
    void lose(Class<? extends SdkRequest> requests, int answers) {
        kind = requests;
        left.set(answers);
    }

    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
        if (kind.isInstance(context.request()) && left.getAndUpdate(number -> Math.max(0, number - 1)) > 0) {
            throw SdkClientException.create("lost", new IOException("connection reset"));
        }
    }
}
