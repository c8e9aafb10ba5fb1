"""LiteLLM's routes to services that are no kind of ours: what stands before the first slash."""

from __future__ import annotations

LITELLM_ROUTES = frozenset({
    "a2a", "a2a_agent", "abliteration", "ai21", "ai21_chat", "aiand", "aiml", "aiohttp_openai",
    "amazon_nova", "anthropic_text", "apertis", "assemblyai", "auto_router", "aws_polly",
    "aws_textract", "azure_ai", "azure_speech", "azure_text", "baseten", "bedrock_mantle",
    "bespoke", "bigmodel", "black_forest_labs", "bytez", "charity_engine", "chatgpt", "chutes",
    "clarifai", "clf_ai_gateway", "cloudflare", "codestral", "cognition", "cohere", "cohere_chat",
    "cometapi", "compactifai", "coralbricks", "cortecs", "cursor", "custom", "custom_openai",
    "darkbloom", "dashscope", "databricks", "databricks_agent", "datarobot", "deepgram",
    "deepinfra", "docker_model_runner", "dotprompt", "edenai", "elevenlabs", "empiriolabs",
    "empower", "eu_jev", "fal_ai", "featherless_ai", "fireworks_ai", "friendliai", "galadriel",
    "gdc", "gigachat", "github", "github_copilot", "gradient_ai", "helicone", "heroku",
    "hosted_vllm", "hostinger_router", "huggingface", "humanloop", "hyperbolic", "inception",
    "inferenceapis", "infinity", "jina_ai", "kyma", "lambda_ai", "langflow", "langfuse",
    "langgraph", "laya", "lemonade", "libertai", "litellm_agent", "litellm_proxy", "llamafile",
    "lm_studio", "manus", "maritalk", "meta", "meta_llama", "microsoft_365_copilot", "milvus",
    "minimax", "modelscope", "mongodb", "moonshot", "morph", "nace", "nadir", "nano-gpt", "nebius",
    "neosantara", "nlp_cloud", "novita", "nscale", "nvidia_nim", "nvidia_riva", "oci", "oobabooga",
    "openai_like", "opencode_go", "openinfer", "opensearch", "ovhcloud", "parallel_ai", "parasail",
    "perplexity", "petals", "pg_vector", "pinstripes", "poe", "predibase", "prism", "publicai",
    "qwen_ai_platform", "qwencloud", "ragflow", "recraft", "reducto", "refuseless", "reka",
    "replicate", "runwayml", "s3_vectors", "sagemaker", "sagemaker_chat", "sagemaker_nova", "sail",
    "sambanova", "sap", "scaledown", "scaleway", "scx-ai", "snowflake", "soniox", "stability",
    "strands_decider", "streamlake", "synthetic", "tencent", "tensormesh",
    "text-completion-codestral", "text-completion-inception", "text-completion-openai", "topaz",
    "transcribe", "triton", "typesafe", "v0", "valkey", "vercel_ai_gateway", "vllm", "volcengine",
    "voyage", "wally", "wandb", "watsonx", "watsonx_text", "xiaomi_mimo", "xinference", "zai",
    "zerogpu",
})  # fmt: skip
"""Of LiteLLM 1.110, https://docs.litellm.ai/docs/providers; those that we have as kinds are not
among them."""


def is_other_route(model: str) -> bool:
    """Whether the model is one of a service that only LiteLLM knows: `volcengine/deepseek-v3`."""
    route, slash, _ = model.lower().partition("/")
    return bool(slash) and route in LITELLM_ROUTES
