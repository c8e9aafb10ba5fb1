# ruff: noqa: E501 -- lines of recorded streams stay as they came
"""Answers in the shapes that the vendors' documentation shows.

They were put together by hand from the pages below: the names of fields, their nesting and the
order of events are the documentation's; ids, texts and figures are shortened or made up.

Anthropic: https://platform.claude.com/docs/en/api/messages and …/build-with-claude/streaming.
Gemini: https://ai.google.dev/api/generate-content, …/gemini-api/docs/function-calling and
…/gemini-api/docs/thought-signatures. OpenAI: https://platform.openai.com/docs/api-reference/chat
and …/api-reference/responses.
"""

from typing import Any

ANTHROPIC_TEXT: dict[str, Any] = {
    "id": "msg_013Zva2CMHLNnXjNJJKqJ2EF", "type": "message", "role": "assistant",
    "model": "claude-opus-4-6", "content": [{"type": "text", "text": "Hi! My name is Claude."}],
    "stop_reason": "end_turn", "stop_sequence": None,
    "usage": {
        "cache_creation": {"ephemeral_1h_input_tokens": 0, "ephemeral_5m_input_tokens": 248},
        "cache_creation_input_tokens": 248, "cache_read_input_tokens": 1800,
        "input_tokens": 2048, "output_tokens": 503, "service_tier": "standard",
    },
}  # fmt: skip
ANTHROPIC_TOOLS: dict[str, Any] = {
    "id": "msg_01Aq9w938a90dw8q", "type": "message", "role": "assistant",
    "model": "claude-opus-4-6",
    "content": [
        {"type": "thinking", "thinking": "Two cities.", "signature": "EqQBCgIYAhIM1gbcDa9GJwZA"},
        {"type": "text", "text": "I'll check the current weather in both."},
        {"type": "tool_use", "id": "toolu_01A09q90qw90lq917835lq9", "name": "get_weather",
         "input": {"location": "San Francisco, CA"}},
        {"type": "tool_use", "id": "toolu_01A09q90qw90lq917836lq9", "name": "get_weather",
         "input": {"location": "New York, NY"}},
    ],
    "stop_reason": "tool_use", "stop_sequence": None,
    "usage": {"input_tokens": 472, "output_tokens": 89},
}  # fmt: skip
ANTHROPIC_STREAM = """\
event: message_start
data: {"type":"message_start","message":{"id":"msg_014p7gG3wDgGV9EUtLvnow3U","type":"message","role":"assistant","model":"claude-opus-4-6","stop_sequence":null,"usage":{"input_tokens":472,"output_tokens":2},"content":[],"stop_reason":null}}

event: content_block_start
data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

event: ping
data: {"type": "ping"}

event: content_block_delta
data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Okay"}}

event: content_block_delta
data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":", let me check."}}

event: content_block_stop
data: {"type":"content_block_stop","index":0}

event: content_block_start
data: {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"toolu_01T1x1fJ34qAmk2tNTrN7Up6","name":"get_weather","input":{}}}

event: content_block_delta
data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":""}}

event: content_block_delta
data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\\"location\\":"}}

event: content_block_delta
data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":" \\"San Francisco, CA\\"}"}}

event: content_block_stop
data: {"type":"content_block_stop","index":1}

event: message_delta
data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":89}}

event: message_stop
data: {"type":"message_stop"}
"""
ANTHROPIC_THINKING_STREAM = """\
event: message_start
data: {"type": "message_start", "message": {"id": "msg_01...", "type": "message", "role": "assistant", "content": [], "model": "claude-opus-4-6", "stop_reason": null, "stop_sequence": null, "usage": {"input_tokens": 25, "cache_read_input_tokens": 100, "cache_creation_input_tokens": 0, "output_tokens": 1}}}

event: content_block_start
data: {"type": "content_block_start", "index": 0, "content_block": {"type": "thinking", "thinking": "", "signature": ""}}

event: content_block_delta
data: {"type": "content_block_delta", "index": 0, "delta": {"type": "thinking_delta", "thinking": "I need to find the GCD"}}

event: content_block_delta
data: {"type": "content_block_delta", "index": 0, "delta": {"type": "signature_delta", "signature": "EqQBCgIYAhIM1gbcDa9GJwZA2b3hGgxBdjrkzLoky3dl1pkiMOYds"}}

event: content_block_stop
data: {"type": "content_block_stop", "index": 0}

event: content_block_start
data: {"type": "content_block_start", "index": 1, "content_block": {"type": "text", "text": ""}}

event: content_block_delta
data: {"type": "content_block_delta", "index": 1, "delta": {"type": "text_delta", "text": "The greatest common divisor is 21."}}

event: content_block_stop
data: {"type": "content_block_stop", "index": 1}

event: message_delta
data: {"type": "message_delta", "delta": {"stop_reason": "max_tokens", "stop_sequence": null}, "usage": {"input_tokens": 25, "cache_read_input_tokens": 100, "output_tokens": 15}}

event: message_stop
data: {"type": "message_stop"}
"""
ANTHROPIC_ERROR = """\
event: error
data: {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}
"""

GEMINI_TEXT: dict[str, Any] = {
    "candidates": [{
        "content": {
            "parts": [
                {"text": "Let me see.", "thought": True},
                {"text": "AI learns patterns from data.", "thoughtSignature": "EpwECpkEAXLI2nw="},
            ],
            "role": "model",
        },
        "finishReason": "STOP", "index": 0,
    }],
    "usageMetadata": {
        "promptTokenCount": 2007, "candidatesTokenCount": 20, "totalTokenCount": 2522,
        "cachedContentTokenCount": 1500, "thoughtsTokenCount": 495,
        "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 2007}],
    },
    "modelVersion": "gemini-3.5-flash", "responseId": "mAitaLmkHPPlz7IPvtfUqQ4",
}  # fmt: skip
GEMINI_TOOLS: dict[str, Any] = {
    "candidates": [{
        "content": {
            "role": "model",
            "parts": [
                {"functionCall": {"id": "8f2b1a3c", "name": "get_weather",
                                  "args": {"location": "Paris"}},
                 "thoughtSignature": "<Signature A>"},
                {"functionCall": {"name": "get_weather", "args": {"location": "London"}}},
            ],
        },
        "finishReason": "STOP", "index": 0,
    }],
    "usageMetadata": {"promptTokenCount": 80, "candidatesTokenCount": 30, "totalTokenCount": 110},
}  # fmt: skip
GEMINI_STREAM = """\
data: {"candidates": [{"content": {"parts": [{"text": "I weigh it.","thought": true}],"role": "model"},"index": 0}],"usageMetadata": {"promptTokenCount": 11,"totalTokenCount": 30,"thoughtsTokenCount": 19},"modelVersion": "gemini-3.5-flash"}

data: {"candidates": [{"content": {"parts": [{"text": "It is"}],"role": "model"},"index": 0}],"usageMetadata": {"promptTokenCount": 11,"candidatesTokenCount": 2,"totalTokenCount": 32,"thoughtsTokenCount": 19}}

data: {"candidates": [{"content": {"parts": [{"text": " 21."},{"functionCall": {"name": "get_weather","args": {"location": "Paris"}},"thoughtSignature": "c2ln"}],"role": "model"},"index": 0}]}

data: {"candidates": [{"content": {"parts": [{"text": ""}],"role": "model"},"finishReason": "STOP","index": 0}],"usageMetadata": {"promptTokenCount": 11,"candidatesTokenCount": 73,"totalTokenCount": 103,"thoughtsTokenCount": 19}}
"""
GEMINI_BLOCKED: dict[str, Any] = {
    "promptFeedback": {"blockReason": "PROHIBITED_CONTENT"},
    "usageMetadata": {"promptTokenCount": 7, "totalTokenCount": 7},
}

OPENAI_TEXT: dict[str, Any] = {
    "id": "chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT", "object": "chat.completion",
    "created": 1741569952, "model": "gpt-5.4",
    "choices": [{
        "index": 0,
        "message": {"role": "assistant", "content": "Hello! How can I assist you today?",
                    "refusal": None, "annotations": []},
        "logprobs": None, "finish_reason": "stop",
    }],
    "usage": {
        "prompt_tokens": 2006, "completion_tokens": 300, "total_tokens": 2306,
        "prompt_tokens_details": {"cached_tokens": 1920, "audio_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": 256, "audio_tokens": 0},
    },
    "service_tier": "default",
}  # fmt: skip
OPENAI_TEXT_STREAM = """\
data: {"id":"chatcmpl-123","object":"chat.completion.chunk","created":1694268190,"model":"gpt-5.4","system_fingerprint":"fp_44709d6fcb","choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]}

data: {"id":"chatcmpl-123","object":"chat.completion.chunk","created":1694268190,"model":"gpt-5.4","choices":[{"index":0,"delta":{"content":"Hello! How can I"},"logprobs":null,"finish_reason":null}]}

data: {"id":"chatcmpl-123","object":"chat.completion.chunk","created":1694268190,"model":"gpt-5.4","choices":[{"index":0,"delta":{"content":" assist you today?"},"logprobs":null,"finish_reason":null}]}

data: {"id":"chatcmpl-123","object":"chat.completion.chunk","created":1694268190,"model":"gpt-5.4","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}]}

data: {"id":"chatcmpl-123","object":"chat.completion.chunk","created":1694268190,"model":"gpt-5.4","choices":[],"usage":{"prompt_tokens":2006,"completion_tokens":300,"total_tokens":2306,"prompt_tokens_details":{"cached_tokens":1920},"completion_tokens_details":{"reasoning_tokens":256}}}

data: [DONE]

"""
OPENAI_TOOLS: dict[str, Any] = {
    "id": "chatcmpl-abc123", "object": "chat.completion", "created": 1699896916, "model": "gpt-5.4",
    "choices": [{
        "index": 0,
        "message": {"role": "assistant", "content": None, "tool_calls": [
            {"id": "call_abc123", "type": "function",
             "function": {"name": "get_weather", "arguments": '{"location": "Paris"}'}},
            {"id": "call_abc124", "type": "function",
             "function": {"name": "get_weather", "arguments": '{"location": "London"}'}},
        ]},
        "logprobs": None, "finish_reason": "tool_calls",
    }],
    "usage": {"prompt_tokens": 82, "completion_tokens": 17, "total_tokens": 99},
}  # fmt: skip
OPENAI_TOOLS_STREAM = """\
data: {"id":"chatcmpl-123","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"call_abc123","type":"function","function":{"name":"get_weather","arguments":""}}]},"finish_reason":null}]}

data: {"id":"chatcmpl-123","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\\"location\\": "}}]},"finish_reason":null}]}

data: {"id":"chatcmpl-123","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\\"Paris\\"}"}}]},"finish_reason":null}]}

data: {"id":"chatcmpl-123","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"call_abc124","type":"function","function":{"name":"get_weather","arguments":"{\\"location\\": \\"London\\"}"}}]},"finish_reason":null}]}

data: {"id":"chatcmpl-123","object":"chat.completion.chunk","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}

data: {"id":"chatcmpl-123","object":"chat.completion.chunk","choices":[],"usage":{"prompt_tokens":82,"completion_tokens":17,"total_tokens":99}}

data: [DONE]

"""
OPENAI_THOUGHTS: dict[str, Any] = {
    "id": "x", "object": "chat.completion", "model": "deepseek-reasoner",
    "choices": [{
        "index": 0, "finish_reason": "length",
        "message": {"role": "assistant", "reasoning_content": "9.8 is more.", "content": "9.8 i"},
    }],
    "usage": {"prompt_tokens": 20, "completion_tokens": 12, "total_tokens": 32},
}  # fmt: skip
OPENAI_THOUGHTS_STREAM = """\
data: {"id":"x","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"role":"assistant","content":null,"reasoning_content":"9.8 is"},"finish_reason":null}]}

data: {"id":"x","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":null,"reasoning_content":" more."},"finish_reason":null}]}

data: {"id":"x","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":"9.8 i","reasoning_content":null},"finish_reason":null}]}

data: {"id":"x","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":"","reasoning_content":null},"finish_reason":"length"}],"usage":{"prompt_tokens":20,"completion_tokens":12,"total_tokens":32}}

data: [DONE]

"""
RESPONSES_TEXT: dict[str, Any] = {
    "id": "resp_67ccd2bed1ec8190b14f964abc054267", "object": "response", "created_at": 1741476542,
    "status": "completed", "error": None, "incomplete_details": None, "model": "gpt-5-pro",
    "output": [
        {"type": "reasoning", "id": "rs_67ccd2bf17f0",
         "summary": [{"type": "summary_text", "text": "A short tale."}]},
        {"type": "message", "id": "msg_67ccd2bf17f0", "status": "completed", "role": "assistant",
         "content": [{"type": "output_text", "text": "Under a silver moon.", "annotations": []}]},
    ],
    "usage": {
        "input_tokens": 36, "input_tokens_details": {"cached_tokens": 12},
        "output_tokens": 87, "output_tokens_details": {"reasoning_tokens": 64},
        "total_tokens": 123,
    },
}  # fmt: skip
RESPONSES_TOOLS: dict[str, Any] = {
    **RESPONSES_TEXT,
    "output": [
        {"type": "function_call", "id": "fc_67ca09c5efe0", "call_id": "call_abc123",
         "name": "get_weather", "arguments": "{\"location\": \"Paris\"}", "status": "completed"},
        {"type": "function_call", "id": "fc_67ca09c5efe1", "call_id": "call_abc124",
         "name": "get_weather", "arguments": "{\"location\": \"London\"}", "status": "completed"},
    ],
    "usage": {"input_tokens": 82, "output_tokens": 17, "total_tokens": 99},
}  # fmt: skip
