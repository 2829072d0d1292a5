package io.headroom.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.spi.error.OutcomeUnknownException;
import io.headroom.spi.error.PreconditionFailedException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class WriteGateTest {
    private static final ResourcePath PATH = ResourcePath.parse("/a");

    private final WriteGate gate = new WriteGate(2, Duration.ofMillis(50));

    private static String hang() {
        throw new OutcomeUnknownException(PATH, new SocketTimeoutException("no answer"));
    }

    private static String refuse() {
        throw new PreconditionFailedException(PATH);
    }

    private static String await(CountDownLatch latch) {
        try {
            latch.await();
            return "done";
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void hangs() {
        assertThatThrownBy(() -> gate.pass(PATH, WriteGateTest::hang)).isInstanceOf(OutcomeUnknownException.class);
    }

    private CompletableFuture<String> underWay(CountDownLatch begun, CountDownLatch end) {
        return CompletableFuture.supplyAsync(() -> gate.pass(PATH, () -> {
            begun.countDown();
            return await(end);
        }));
    }

    @Test
    void afterOneThatHungOnlyOneAtATimeTries() throws InterruptedException {
        hangs();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<String> trial = underWay(begun, end);
        begun.await();
        assertThatThrownBy(() -> gate.pass(PATH, () -> "never")).isInstanceOf(UnavailableException.class);
        end.countDown();
        assertThat(trial.join()).isEqualTo("done");
        assertThat(gate.pass(PATH, () -> "open")).isEqualTo("open");
    }

    @Test
    void trialThatHangsIsFollowedByAnother() {
        hangs();
        hangs();
        assertThat(gate.pass(PATH, () -> "open again")).isEqualTo("open again");
    }

    @Test
    void refusalIsAnAnswer() throws InterruptedException {
        hangs();
        assertThatThrownBy(() -> gate.pass(PATH, WriteGateTest::refuse))
                .isInstanceOf(PreconditionFailedException.class);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<String> other = underWay(begun, end);
        begun.await();
        assertThat(gate.pass(PATH, () -> "open")).isEqualTo("open");
        end.countDown();
        other.join();
    }

    @Test
    void oneThatHungWhileOthersGotTheirAnswersSaysNothingOfTheStore() throws InterruptedException {
        assertThatThrownBy(() -> gate.pass(PATH, () -> {
                    gate.pass(PATH, () -> "another");
                    return hang();
                }))
                .isInstanceOf(OutcomeUnknownException.class);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<String> other = underWay(begun, end);
        begun.await();
        assertThat(gate.pass(PATH, () -> "open")).isEqualTo("open");
        end.countDown();
        other.join();
    }

    @Test
    void noMoreThanSomeAtOnce() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<String> one = underWay(begun, end);
        CompletableFuture<String> two = underWay(begun, end);
        begun.await();
        assertThatThrownBy(() -> gate.pass(PATH, () -> "too many")).isInstanceOf(UnavailableException.class);
        end.countDown();
        one.join();
        two.join();
        assertThat(gate.pass(PATH, () -> "again")).isEqualTo("again");
    }
}
