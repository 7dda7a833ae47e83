package vpceguard.json;

/// A place in a JSON document (RFC 6901), such as `/Statement/0/Effect`; the empty text means the whole
/// document.
public record JsonPointer(String text) {
    public static final JsonPointer ROOT = new JsonPointer("");

    public JsonPointer child(String name) {
        return new JsonPointer(text + "/" + name.replace("~", "~0").replace("/", "~1"));
    }

    public JsonPointer child(int index) {
        return new JsonPointer(text + "/" + index);
    }

    @Override
    public String toString() {
        return text.isEmpty() ? "the whole document" : text;
    }
}
