"""Cases: what people make of findings, who decides, who asks for what, who may look. Every step is in the ledger."""
