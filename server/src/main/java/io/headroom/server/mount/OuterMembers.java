package io.headroom.server.mount;

import io.headroom.spi.Resource;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A listing of a mounted storage, as the outside knows it; also what fails on the way. */
record OuterMembers(Iterator<Resource> members, OuterView view) implements Iterator<Resource> {
    /** @param members closed with the result */
    static Stream<Resource> of(Stream<Resource> members, OuterView view) {
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(
                                new OuterMembers(members.iterator(), view), Spliterator.NONNULL | Spliterator.DISTINCT),
                        false)
                .onClose(members::close);
    }

    @Override
    public boolean hasNext() {
        return view.told(members::hasNext);
    }

    @Override
    public Resource next() {
        return view.outer(view.told(members::next));
    }
}
