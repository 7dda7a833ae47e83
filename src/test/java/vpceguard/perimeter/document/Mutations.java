package vpceguard.perimeter.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import vpceguard.json.Json;

/// Documents near a good one.
final class Mutations {
    private Mutations() {}

    /// Most of them are no longer good: a value of another kind somewhere, a member that is not known, one member less.
    static Stream<Json> of(Json good) {
        return everywhere(good, Mutations::changed);
    }

    private static Stream<Json> changed(Json value) {
        var others = Stream.<Json>of(new Json.Null(), new Json.Bool(true), Json.Num.of(-7), new Json.Str("?"))
                .filter(other -> !other.equals(value));
        return value instanceof Json.Obj object
                ? Stream.of(others, more(object), less(object)).flatMap(some -> some)
                : others;
    }

    private static Stream<Json> more(Json.Obj object) {
        return isCondition(object) ? Stream.of() : Stream.of(object.with("unheardOf", new Json.Str("x")));
    }

    private static Stream<Json> less(Json.Obj object) {
        return object.members().keySet().stream().map(name -> {
            var fewer = new LinkedHashMap<>(object.members());
            fewer.remove(name);
            return new Json.Obj(fewer);
        });
    }

    private static boolean isCondition(Json.Obj object) {
        return object.get("Effect").isEmpty()
                && object.members().keySet().stream().anyMatch(name -> name.startsWith("String"));
    }

    private static Stream<Json> everywhere(Json value, Function<Json, Stream<Json>> change) {
        var inside = switch (value) {
            case Json.Obj object ->
                object.members().entrySet().stream()
                        .flatMap(member -> everywhere(member.getValue(), change)
                                .<Json>map(changed -> object.with(member.getKey(), changed)));
            case Json.Arr(var items) ->
                IntStream.range(0, items.size())
                        .boxed()
                        .flatMap(i -> everywhere(items.get(i), change).<Json>map(changed -> {
                            var list = new ArrayList<>(items);
                            list.set(i, changed);
                            return new Json.Arr(list);
                        }));
            case Json.Str _, Json.Num _, Json.Bool _, Json.Null _ -> Stream.<Json>of();
        };
        return Stream.concat(change.apply(value), inside);
    }
}
