package io.headroom.conformance.rows;

import io.headroom.conformance.suite.Row;
import io.headroom.conformance.suite.Topic;
import java.util.List;

/** Every row there is. */
public final class AllRows {
    private AllRows() {}

    /** In the order in which they are tried. */
    public static List<Row> list() {
        List<Topic> topics = List.of(
                new FigureRows(),
                new AccountRows(),
                new OrderRows(),
                new PutRows(),
                new MakeRows(),
                new TreeRows(),
                new FullRows(),
                new RefusalBodyRows(),
                new ConnectionRows(),
                new ClientRows());
        return topics.stream().flatMap(topic -> topic.rows().stream()).toList();
    }
}
