package vpceguard.remediation;

import vpceguard.json.Json;

/// What recorded calls say about a planned policy before it is written.
///
/// @param sentence for people, plain ASCII
/// @param detail for machines, by `docs/notice.schema.json`
public record Foreseen(String sentence, Json.Obj detail) {}
