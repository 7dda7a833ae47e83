package vpceguard.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import vpceguard.json.Json.Arr;
import vpceguard.json.Json.Num;
import vpceguard.json.Json.Str;

class JsonTest {
    private final Json json =
            JsonReader.read("{\"a\":{\"list\":[1,\"two\"],\"text\":\"x\"}}").orThrow("sample");

    @Test
    void givesTheItemsThatNamesLeadToAndNoneOfWhatIsNoList() {
        assertThat(json.itemsAt("a", "list")).containsExactly(new Num("1"), new Str("two"));
        assertThat(json.itemsAt("a", "text")).isEmpty();
        assertThat(json.itemsAt("a", "missing")).isEmpty();
        assertThat(json.itemsAt("a", "text", "deeper")).isEmpty();
    }

    @Test
    void makesAListOfValuesOfOneKind() {
        var texts = List.of(new Str("one"), new Str("two"));

        assertThat(new Arr(texts)).isEqualTo(Arr.ofTexts(List.of("one", "two")));
    }

    @Test
    void goesOnWithWhatCouldBeReadAlone() {
        assertThat(JsonReader.read("\"x\"").map(Json::text).orEmpty()).hasValue(json.textAt("a", "text"));
        assertThat(JsonReader.read("{").map(Json::text)).isEqualTo(JsonReader.read("{"));
        assertThat(JsonReader.read("{").orEmpty()).isEmpty();
    }
}
