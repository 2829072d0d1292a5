package io.headroom.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ReadinessTest {
    @Test
    void eachPartSaysWhatIsWrong() {
        Readiness.Part good = new Readiness.Part("metadata", () -> {});
        Readiness.Part bad = new Readiness.Part("storage", () -> {
            throw new IllegalStateException("gone");
        });
        try (Readiness readiness = new Readiness(List.of(bad, good), Duration.ofSeconds(30))) {
            assertThat(readiness.look())
                    .containsExactly(
                            new Readiness.State("storage", false, "gone"), new Readiness.State("metadata", true, ""));
        }
    }

    @Test
    void aPartThatHangsTakesOneThreadAndIsNamed() {
        CountDownLatch end = new CountDownLatch(1);
        Readiness.Part hanging = new Readiness.Part("storage", () -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try (Readiness readiness = new Readiness(List.of(hanging), Duration.ofMillis(200))) {
            for (int i = 0; i < 3; i++) {
                assertThat(readiness.look()).singleElement().satisfies(state -> {
                    assertThat(state.part()).isEqualTo("storage");
                    assertThat(state.ready()).isFalse();
                });
            }
            end.countDown();
        }
    }

    @Test
    void nothingIsReadyWhenTheServerStops() {
        Readiness.Part good = new Readiness.Part("metadata", () -> {});
        try (Readiness readiness = new Readiness(List.of(good), Duration.ofSeconds(30))) {
            readiness.stopping();
            assertThat(readiness.look())
                    .containsExactly(new Readiness.State("server", false, "The server is about to stop."));
        }
    }

    @Test
    void onePartThatHangsAndIsNotVitalLeavesTheOthersTried() {
        CountDownLatch never = new CountDownLatch(1);
        Readiness.Part good = new Readiness.Part("storage", () -> {});
        Readiness.Part hanging = Readiness.Part.withoutWhichOthersWork("mount /a", () -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Readiness.Part bad = Readiness.Part.withoutWhichOthersWork("mount /b", () -> {
            throw new IllegalStateException("gone");
        });
        try (Readiness readiness = new Readiness(List.of(good, hanging, bad), Duration.ofSeconds(1))) {
            assertThat(readiness.look())
                    .containsExactly(
                            new Readiness.State("storage", true, ""),
                            new Readiness.State("mount /a", false, "No answer for 1 seconds.", false),
                            new Readiness.State("mount /b", false, "gone", false));
        }
    }
}
