package io.headroom.s3;

import static io.headroom.s3.TreeBucket.SOURCE;
import static io.headroom.s3.TreeBucket.TARGET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headroom.s3.testkit.RgwCluster;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.Precondition;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.testkit.HeardMembers;
import io.headroom.spi.testkit.Proves;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node dies at each call of a copy or a move of a tree, and another opens the bucket. */
class TreeJournalIT {
    private static final CutLine LINE = new CutLine();

    private static TreeBucket bucket;
    private static S3Clients clients;

    @BeforeAll
    static void makeBucket() {
        bucket = TreeBucket.on(RgwCluster.shared());
        clients = bucket.clients(Map.of(), LINE);
    }

    @AfterAll
    static void close() {
        if (clients != null) {
            clients.close();
        }
    }

    private static void transfer(S3Trees trees, boolean move) {
        if (move) {
            trees.move(SOURCE, TARGET, new Precondition.None(), new HeardMembers());
        } else {
            trees.copy(SOURCE, TARGET, true, new Precondition.None(), new HeardMembers());
        }
    }

    @ParameterizedTest
    @CsvSource({"true,false", "true,true", "false,true"})
    @Proves({"S507-MOVE-03", "S507-MOVE-05"})
    void whereverANodeDiesTheNextOneFinishesOrUndoes(boolean move, boolean answerLost) {
        Map<String, String> before = bucket.withTrees().content();
        Map<String, String> after = TreeBucket.moved(before, move);
        int calls = 0;
        int undone = 0;
        boolean died = true;
        while (died) {
            calls++;
            bucket.withTrees();
            died = dies(move, calls, answerLost);
            Map<String, String> between = bucket.content();
            assertThat(filesAt(between, "t/", "u/"))
                    .as("members after %s calls", calls)
                    .containsAll(filesAt(before, "t/"));
            LINE.mend();
            bucket.open(clients, TreeBucket.ABANDONED_AT_ONCE).close();
            Map<String, String> now = bucket.content();
            assertThat(now).as("after %s calls", calls).isIn(before, after);
            if (now.equals(before)) {
                undone++;
                assertThat(new HashSet<>(between.values()))
                        .as("nothing old was lost after %s calls", calls)
                        .containsAll(before.values());
            }
        }
        assertThat(bucket.content()).isEqualTo(after);
        assertThat(undone).isGreaterThan(10);
        assertThat(calls).isGreaterThan(undone + 5);
    }

    /** Nobody keeps writers away from a tree whose node died, until another one looks after it. */
    @Test
    @Proves("S507-MOVE-04")
    void whatIsWrittenToTheTargetBeforeACopyIsUndoneStays() {
        TreeTimes soon = new TreeTimes(
                Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(3), Duration.ofMillis(300));
        Map<String, String> before = bucket.withTrees().content();
        int calls = 0;
        do {
            calls++;
            bucket.withTrees();
            assertThat(dies(true, calls, false)).isTrue();
            LINE.mend();
        } while (!before.get("t/a").equals(bucket.content().get("u/a")));

        try (S3WriteSide other = bucket.open(clients, soon)) {
            byte[] mine = "mine!".getBytes(StandardCharsets.UTF_8);
            try (PendingWrite write = other.writer().begin(TARGET.child("a"), WriteRequest.ofLength(mine.length))) {
                write.append(ByteBuffer.wrap(mine));
                write.commit();
            }
            Map<String, String> expected = new TreeMap<>(before);
            expected.put("u/a", bucket.content().get("u/a"));
            assertThat(expected).isNotEqualTo(before);
            await().atMost(Duration.ofSeconds(20))
                    .until(() ->
                            bucket.content().keySet().stream().noneMatch(key -> key.startsWith(".headroom/journal/")));
            assertThat(bucket.content()).isEqualTo(expected);
        }
    }

    /** @return whether the line was cut before the end */
    private static boolean dies(boolean move, int calls, boolean answerLost) {
        try (S3WriteSide node = bucket.open(clients, TreeTimes.USUAL)) {
            LINE.cutAfter(calls, answerLost);
            transfer(node.trees(), move);
            return LINE.isCut();
        } catch (StorageException e) {
            return true;
        }
    }

    private static Set<String> filesAt(Map<String, String> content, String... prefixes) {
        return content.entrySet().stream()
                .filter(entry -> !entry.getKey().endsWith("/"))
                .filter(entry -> Set.of(prefixes).stream().anyMatch(entry.getKey()::startsWith))
                .map(Map.Entry::getValue)
                .collect(Collectors.toSet());
    }
}
