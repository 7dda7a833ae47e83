package vpceguard.remediation;

import vpceguard.json.Json;

/// What recorded calls tell of a plan that was not made yet.
///
/// @param sentence for people, plain ASCII
/// @param detail for machines, by `docs/notice.schema.json`
public record Foreseen(String sentence, Json.Obj detail) {}
