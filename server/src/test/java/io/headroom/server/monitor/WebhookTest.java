package io.headroom.server.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.monitor.Delivery.Result;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebhookTest {
    private record Job(Runnable work, Duration after) {}

    private final Deque<Job> jobs = new ArrayDeque<>();
    private final Deque<Delivery> answers = new ArrayDeque<>();
    private final List<String> sent = new ArrayList<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Webhook webhook = new Webhook(
            "http://example.org",
            event -> {
                sent.add(event.id());
                return answers.isEmpty() ? new Delivery(Result.DELIVERED, "") : answers.poll();
            },
            (work, after) -> jobs.add(new Job(work, after)),
            () -> {},
            registry);

    /** Does all that is due, also what comes due by it; the pauses in between. */
    private List<Duration> runAll() {
        List<Duration> pauses = new ArrayList<>();
        while (!jobs.isEmpty()) {
            Job job = jobs.poll();
            if (!job.after().isZero()) {
                pauses.add(job.after());
            }
            job.work().run();
        }
        return pauses;
    }

    private void failing(int times) {
        for (int i = 0; i < times; i++) {
            answers.add(new Delivery(Result.FAILED, "it answered 500"));
        }
    }

    private double count(String outcome) {
        return registry.get("headroom.webhook.events")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    @Test
    void whoeverAnnouncesDoesNotSend() {
        webhook.crossed(Events.reached("a"));
        assertThat(sent).isEmpty();
        runAll();
        assertThat(sent).containsExactly("a");
        webhook.crossed(Events.reached("b"));
        runAll();
        assertThat(sent).containsExactly("a", "b");
        assertThat(count("delivered")).isEqualTo(2);
    }

    @Test
    void aFailureIsTriedAgainAfterGrowingPausesAndTheNextWaits() {
        failing(2);
        webhook.crossed(Events.reached("a"));
        webhook.crossed(Events.reached("b"));
        assertThat(runAll()).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(5));
        assertThat(sent).containsExactly("a", "a", "a", "b");
    }

    @Test
    void itIsGivenUpAtLast() {
        failing(5);
        webhook.crossed(Events.reached("a"));
        webhook.crossed(Events.reached("b"));
        assertThat(runAll()).isEqualTo(Webhook.PAUSES);
        assertThat(sent).containsExactly("a", "a", "a", "a", "a", "b");
        assertThat(count("lost")).isEqualTo(1);
    }

    @Test
    void whatIsRefusedIsNotTriedAgain() {
        answers.add(new Delivery(Result.REFUSED, "it answered 404"));
        webhook.crossed(Events.reached("a"));
        assertThat(runAll()).isEmpty();
        assertThat(sent).containsExactly("a");
        assertThat(count("lost")).isEqualTo(1);
    }

    @Test
    void theOldestThatWaitAreDropped() {
        failing(1);
        webhook.crossed(Events.reached("first"));
        jobs.poll().work().run();
        for (int i = 0; i < Webhook.MOST_WAITING + 3; i++) {
            webhook.crossed(Events.reached("e" + i));
        }
        runAll();
        assertThat(sent).hasSize(2 + Webhook.MOST_WAITING).startsWith("first", "first", "e3", "e4");
        assertThat(count("lost")).isEqualTo(3);
    }
}
