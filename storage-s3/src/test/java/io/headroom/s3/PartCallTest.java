package io.headroom.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PartCallTest {
    @Test
    void givesTheResultOrTheFailure() {
        PartCall<String> good = new PartCall<>(() -> "part");
        good.run();
        good.cancel();
        assertThat(good.result().join()).isEqualTo("part");
        PartCall<String> bad = new PartCall<>(() -> {
            throw new IllegalArgumentException("bad");
        });
        bad.run();
        assertThatThrownBy(() -> bad.result().join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void cancelledBeforeItBeginsItNeverBegins() {
        PartCall<String> call = new PartCall<>(() -> "never");
        call.cancel();
        call.run();
        assertThatThrownBy(() -> call.result().join()).isInstanceOf(CancellationException.class);
    }

    @Test
    void cancelledWhileItRunsItIsDoneWhenItHasReallyEnded() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        PartCall<String> call = new PartCall<>(() -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return "late";
        });
        Thread thread = new Thread(call);
        thread.start();
        begun.await();
        call.cancel();
        interrupted.await();
        assertThat(call.result()).isNotDone();
        end.countDown();
        assertThat(call.result().join()).isEqualTo("late");
        thread.join();
    }
}
