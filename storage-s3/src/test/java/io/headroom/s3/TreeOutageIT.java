package io.headroom.s3;

import static io.headroom.s3.TreeBucket.SOURCE;
import static io.headroom.s3.TreeBucket.TARGET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.headroom.s3.testkit.RgwCluster;
import io.headroom.spi.Precondition;
import io.headroom.spi.error.OutcomeUnknownException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.testkit.HeardMembers;
import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;

/** The store goes away in the middle of a move, and comes back. */
class TreeOutageIT {
    /** Two of four old members are aside by then. */
    private static final int SOME_COPIES = 4;

    private static final TreeTimes QUICK = new TreeTimes(
            Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(1));

    private static RgwCluster cluster;

    @BeforeAll
    static void start() throws IOException {
        cluster = RgwCluster.start();
    }

    @AfterAll
    static void stop() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
    }

    /** Something that is done to the cluster. */
    private interface Event {
        void happen() throws IOException;
    }

    /** Lets it happen right before one call. */
    private record Before(Class<? extends SdkRequest> kind, AtomicInteger number, Event event)
            implements ExecutionInterceptor {
        Before(Class<? extends SdkRequest> kind, int number, Event event) {
            this(kind, new AtomicInteger(number), event);
        }

        @Override
        public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
            if (kind.isInstance(context.request()) && number.decrementAndGet() == 0) {
                try {
                    event.happen();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** @param end brings the store back */
    private static void moveInto(Before outage, Event end, boolean done) throws IOException {
        TreeBucket bucket = TreeBucket.on(cluster);
        Map<String, String> before = bucket.withTrees().content();
        Map<String, String> times = Map.of("call-timeout", "3", "socket-timeout", "3", "connect-timeout", "2");
        try (S3Clients clients = bucket.clients(times, outage);
                S3WriteSide node = bucket.open(clients, QUICK, times)) {
            long start = System.nanoTime();
            assertThatThrownBy(() -> node.trees().move(SOURCE, TARGET, new Precondition.None(), new HeardMembers()))
                    .isInstanceOfAny(OutcomeUnknownException.class, UnavailableException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
            end.happen();
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() ->
                            assertThat(bucket.content()).isEqualTo(done ? TreeBucket.moved(before, true) : before));
        }
    }

    @Test
    @Proves("S507-MOVE-03")
    void aGatewayKilledDuringTheCopiesIsUndoneWhenItIsBack() throws IOException {
        moveInto(
                new Before(CopyObjectRequest.class, SOME_COPIES, cluster::killGateway), cluster::restartGateway, false);
    }

    @Test
    @Proves("S507-MOVE-03")
    void aGatewayKilledWhenTheNewTreeStandsIsFinishedWhenItIsBack() throws IOException {
        moveInto(new Before(DeleteObjectsRequest.class, 1, cluster::killGateway), cluster::restartGateway, true);
    }

    @Test
    @Proves("S507-MOVE-03")
    void aGatewayThatHangsIsLeftInTimeAndUndoneWhenItGoesOn() throws IOException {
        moveInto(
                new Before(CopyObjectRequest.class, SOME_COPIES, cluster::pauseGateway),
                cluster::continueGateway,
                false);
    }

    @Test
    @Proves("S507-MOVE-03")
    void aClusterThatIsFullAllAtOnceIsLeftInTimeAndUndoneAfterwards() throws IOException {
        moveInto(
                new Before(CopyObjectRequest.class, SOME_COPIES, () -> cluster.setFull(true)),
                () -> cluster.setFull(false),
                false);
    }
}
