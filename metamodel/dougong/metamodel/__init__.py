"""What may be defined: frozen typed values for every kind of document, and the compiled model of a workspace.

It knows no SQL, no HTTP and no records; expressions are text here and are checked by the layer above.
"""
