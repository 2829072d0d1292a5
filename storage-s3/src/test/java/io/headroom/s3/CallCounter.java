package io.headroom.s3;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** Counts requests by the names of their operations, repetitions included. Thread-safe. */
final class CallCounter implements ExecutionInterceptor {
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
        counts.computeIfAbsent(operation, name -> new AtomicInteger()).incrementAndGet();
    }

    /** How many since the last time that this was asked. */
    Map<String, Integer> take() {
        Map<String, Integer> taken = new TreeMap<>();
        counts.forEach((operation, count) -> {
            int number = count.getAndSet(0);
            if (number > 0) {
                taken.put(operation, number);
            }
        });
        return taken;
    }
}
