package io.headroom.server.admin;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.util.List;

/** Memory, threads, garbage collection, processor, open files and uptime of this process. Closed by whoever made it. */
public final class ProcessMetrics implements AutoCloseable {
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

    public ProcessMetrics(MeterRegistry registry) {
        List<MeterBinder> binders = List.of(
                garbageCollection,
                new JvmMemoryMetrics(),
                new JvmThreadMetrics(),
                new ProcessorMetrics(),
                new FileDescriptorMetrics(),
                new UptimeMetrics());
        binders.forEach(binder -> binder.bindTo(registry));
    }

    @Override
    public void close() {
        garbageCollection.close();
    }
}
