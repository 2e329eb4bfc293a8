"""Poly RealPresence DMA and Resource Manager."""
