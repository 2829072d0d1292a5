package io.headroom.s3;

import static io.headroom.s3.Changes.failure;
import static io.headroom.s3.Changes.noise;
import static io.headroom.s3.Changes.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headroom.s3.testkit.RgwCluster;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.StorageException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** What becomes of the buffers of parts on their way. */
class PartTransferIT {
    private static final int PART = 5 * 1024 * 1024;

    /** Holds the first two parts back until both may go on; then the second fails. */
    private static final class HeldParts implements ExecutionInterceptor {
        private final CountDownLatch gate = new CountDownLatch(1);
        private final AtomicInteger ended = new AtomicInteger();

        @Override
        public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
            if (!(context.request() instanceof UploadPartRequest part) || part.partNumber() > 2) {
                return;
            }
            try {
                if (!gate.await(1, TimeUnit.MINUTES)) {
                    throw new IllegalStateException("nobody opened the gate");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            if (part.partNumber() == 2) {
                ended.incrementAndGet();
                throw new IllegalStateException("this part fails");
            }
        }

        @Override
        public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
            if (context.request() instanceof UploadPartRequest) {
                ended.incrementAndGet();
            }
        }
    }

    @Test
    void whenOnePartArrivesAndAnotherFailsAllMemoryComesBack() {
        TreeBucket bucket = TreeBucket.on(RgwCluster.shared());
        Map<String, String> settings = Map.of("part-size", Integer.toString(PART));
        HeldParts held = new HeldParts();
        try (S3Clients clients = bucket.clients(settings, held);
                S3WriteSide side = bucket.open(clients, TreeTimes.USUAL, settings)) {
            UploadMemory memory = side.writer().uploads().memory();
            long all = memory.freeBytes();
            byte[] part = noise(PART);
            PendingWrite write = side.writer().begin(path("/file"), WriteRequest.ofUnknownLength());
            for (int i = 0; i < 3; i++) {
                write.append(ByteBuffer.wrap(part));
            }
            held.gate.countDown();
            await().until(() -> held.ended.get() == 2);
            assertThat(failure(() -> {
                        for (int i = 0; i < 3; i++) {
                            write.append(ByteBuffer.wrap(part));
                        }
                    }))
                    .isInstanceOf(StorageException.class);
            write.close();
            await().untilAsserted(() -> assertThat(memory.freeBytes()).isEqualTo(all));
        }
    }
}
