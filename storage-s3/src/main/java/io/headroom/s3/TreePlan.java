package io.headroom.s3;

import io.headroom.spi.error.UnexpectedStorageException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is to be copied and what is to go, written down in the bucket page by page, each before anything of it is done: whoever finishes
 * or undoes the work goes by it, and nobody needs to remember a whole tree. For one thread.
 */
final class TreePlan {
    private static final String HEADER = "plan 1";
    private static final String FAILED = "-failed";

    private final TreeJob job;
    private final S3Keys keys;
    private final SmallObjects objects;
    private final UsedBytes used;

    TreePlan(TreeJob job, S3Context context) {
        this.job = job;
        this.used = context.used();
        this.keys = context.keys();
        this.objects = new SmallObjects(context);
    }

    void write(int page, List<PlanEntry> entries) {
        String lines = entries.stream().map(entry -> entry.line() + "\n").collect(Collectors.joining());
        write(job.planKey(keys, page), HEADER + "\n" + lines);
    }

    /** Writes down which entries of a page were not copied. */
    void writeFailed(int page, Set<Integer> entries) {
        String lines = entries.stream().map(entry -> entry + "\n").collect(Collectors.joining());
        write(job.planKey(keys, page) + FAILED, lines);
    }

    /** ASCII only, so it has as many bytes as characters. */
    private void write(String key, String text) {
        objects.write(key, text, ObjectCondition.NONE);
        used.added(text.length());
    }

    /** All that were written, in their order, fetched as it goes on. */
    Iterator<PlanPage> pages() {
        return new Iterator<>() {
            private int number;
            private @Nullable PlanPage next;

            @Override
            public boolean hasNext() {
                if (next == null) {
                    next = read(number).orElse(null);
                }
                return next != null;
            }

            @Override
            public PlanPage next() {
                if (!hasNext() || next == null) {
                    throw new NoSuchElementException();
                }
                PlanPage page = next;
                next = null;
                number++;
                return page;
            }
        };
    }

    private Optional<PlanPage> read(int page) {
        return objects.read(job.planKey(keys, page)).map(text -> parsed(page, text.text()));
    }

    private PlanPage parsed(int page, String text) {
        try {
            if (!text.startsWith(HEADER + "\n")) {
                throw new IllegalArgumentException("no page of a plan");
            }
            List<PlanEntry> entries = text.lines().skip(1).map(PlanEntry::parse).toList();
            Set<Integer> failed = new TreeSet<>();
            objects.read(job.planKey(keys, page) + FAILED)
                    .ifPresent(
                            lines -> lines.text().lines().map(Integer::valueOf).forEach(failed::add));
            return new PlanPage(page, entries, failed);
        } catch (IllegalArgumentException e) {
            throw new UnexpectedStorageException(job.target(), e);
        }
    }
}
