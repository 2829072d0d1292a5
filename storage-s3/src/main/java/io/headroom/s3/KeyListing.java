package io.headroom.s3;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All pages of a listing as one row of keys in the order of keys, fetched as it goes on. A prefix that deeper keys have in common is
 * one of them. For one thread.
 */
final class KeyListing implements Iterator<KeyListing.Entry> {
    /** @param object null for a prefix */
    record Entry(String key, @Nullable StoredObject object) {}

    private final Function<String, ObjectPage> more;
    private Iterator<Entry> entries;
    private Optional<String> next;
    private String last = "";

    /**
     * @param first the first page
     * @param more gives the page for what {@link ObjectPage#next} said
     */
    KeyListing(ObjectPage first, Function<String, ObjectPage> more) {
        this.more = more;
        this.entries = merged(first);
        this.next = first.next();
    }

    private Iterator<Entry> merged(ObjectPage page) {
        List<Entry> merged =
                new ArrayList<>(page.objects().size() + page.prefixes().size());
        Iterator<String> prefixes = page.prefixes().iterator();
        @Nullable String prefix = nextAfter(last, prefixes);
        for (StoredObject object : page.objects()) {
            while (prefix != null && KeyOrder.INSTANCE.compare(prefix, object.key()) < 0) {
                merged.add(new Entry(prefix, null));
                prefix = nextAfter(prefix, prefixes);
            }
            merged.add(new Entry(object.key(), object));
        }
        while (prefix != null) {
            merged.add(new Entry(prefix, null));
            prefix = nextAfter(prefix, prefixes);
        }
        if (!merged.isEmpty()) {
            last = merged.get(merged.size() - 1).key();
        }
        return merged.iterator();
    }

    /** Some stores tell a prefix again on each page that it has keys for. */
    private static @Nullable String nextAfter(String before, Iterator<String> prefixes) {
        while (prefixes.hasNext()) {
            String prefix = prefixes.next();
            if (KeyOrder.INSTANCE.compare(before, prefix) < 0) {
                return prefix;
            }
        }
        return null;
    }

    @Override
    public boolean hasNext() {
        while (!entries.hasNext() && next.isPresent()) {
            ObjectPage page = more.apply(next.get());
            entries = merged(page);
            next = page.next();
        }
        return entries.hasNext();
    }

    @Override
    public Entry next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return entries.next();
    }
}
