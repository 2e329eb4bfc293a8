"""The rooms' own devices, asked one by one."""
